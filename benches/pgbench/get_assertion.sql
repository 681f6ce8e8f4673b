\set n random(1, :sample)
SELECT badges.get_assertion((bench.ids())[:n]);
