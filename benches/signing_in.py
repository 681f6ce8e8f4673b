"""verify_login_token against the bare UPDATE that consumes the row."""

from measuring import FOLDER, Row, in_turn, median, pgbench, ratio, sql, sql_file

TOKENS = 1_000


def redeem(script, clients, settings):
    """Redeems every token once; transactions per second."""
    sql_file("sql/restore_login_tokens.sql")
    script = (FOLDER / f"pgbench/{script}.sql").read_text()
    options = ("-t", str(TOKENS // clients))
    rate = pgbench(script, clients=clients, variables={"i": -1}, options=options, settings=settings)
    redeemed = sql("SELECT count(*) FROM badges.login_tokens WHERE consumed_at IS NOT NULL")
    if redeemed != str(TOKENS):
        raise RuntimeError(f"{redeemed} of {TOKENS} tokens were redeemed")
    return rate


def rows():
    sql_file("sql/login_tokens.sql", tokens=TOKENS)
    for settings, meaning in (("", "each commit synced"), ("-c synchronous_commit=off", "`synchronous_commit = off`")):
        for clients in (1, 4):
            ours, bare, both = in_turn([
                lambda script=script: redeem(script, clients, settings)
                for script in ("verify_login_token", "update_login_token", "update_token_and_user")
            ])
            work = f"`verify_login_token`, {clients} client{'s'[:clients - 1]}, {meaning}"
            rate = ratio(ours, bare)
            yield Row(work, "the bare UPDATE", "0.8 of its rate", f"{rate:.2f}", rate >= 0.8 if not settings else None,
                      f"{median(ours):.0f} against {median(bare):.0f} a second")
            yield Row("the same", "that and the UPDATE of the user", "", f"{ratio(ours, both):.2f}", None,
                      f"against {median(both):.0f} a second")
