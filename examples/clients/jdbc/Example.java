// Open Badges over JDBC: one file, run with  java -cp postgresql.jar Example.java jdbc:postgresql://localhost/my_database
// User and password come from PGUSER and PGPASSWORD.

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

public class Example {
    private final Connection connection;

    private Example(Connection connection) {
        this.connection = connection;
    }

    /** The one row of a query. UUIDs go in and out as objects; a document goes in as text and is cast: {@code ?::jsonb}. */
    private ResultSet one(String query, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        statement.closeOnCompletion();
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        ResultSet row = statement.executeQuery();
        row.next();
        return row;
    }

    private void run() throws SQLException {
        connection.createStatement().execute("SET ROLE badges_app"); // where the login itself is granted badges_app, this line goes

        ResultSet issuer = one("SELECT issuer_id, name FROM badges.create_issuer(?::jsonb)", """
                {"name": "Example Academy", "url": "https://academy.example.org", "email": "badges@academy.example.org"}""");
        ResultSet badge = one("SELECT badge_id, name FROM badges.create_badge_class(?, ?::jsonb)", issuer.getObject(1), """
                {"name": "First Aid", "description": "Can give first aid until help arrives.",
                 "criteria": {"narrative": "Pass the practical test."}, "image": "https://academy.example.org/first-aid.png"}""");
        ResultSet award = one("SELECT assertion_json, assertion_json->>'id' FROM badges.issue_assertion(?, ?)",
                badge.getObject(1), "ada@example.org");
        System.out.printf("%s awarded %s: %s%n", issuer.getString(2), badge.getString(2), award.getString(2));

        // What a person shows is text. The report says what was checked; a bad badge is no exception.
        String shown = award.getString(1);
        verify("as it was issued", shown);
        verify("tampered with", shown.replace("First Aid", "Surgery"));

        // A document that breaks the standard is refused by the table itself; DETAIL names every broken rule.
        try {
            one("SELECT badges.create_badge_class(?, ?::jsonb)", issuer.getObject(1),
                    "{\"name\": \"No image\", \"description\": \"\", \"criteria\": \"x\"}");
        } catch (PSQLException refusal) {
            System.out.println("refused: " + refusal.getServerErrorMessage().getDetail().lines().findFirst().orElse(""));
        }

        // The code goes to the person by mail, and comes back from the page it was typed into.
        ResultSet token = one("SELECT token_id::text, code FROM badges.create_login_token(?)", "ada@example.org");
        ResultSet user = one("SELECT verified, email FROM badges.verify_login_token(?, ?)", token.getString(1), token.getString(2));
        System.out.println(user.getBoolean(1) ? "signed in: " + user.getString(2) : "not signed in");
    }

    private void verify(String name, String credential) throws SQLException {
        ResultSet report = one("""
                SELECT (report->>'valid')::boolean,
                       (SELECT string_agg(c->>'message', '; ') FROM jsonb_array_elements(report->'checks') AS c WHERE c->>'status' = 'failed')
                  FROM badges.verify_credential(?, recipient => ?) AS report""", credential, "ada@example.org");
        System.out.println(name + ": " + (report.getBoolean(1) ? "valid" : "not valid: " + report.getString(2)));
    }

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(arguments[0], System.getenv("PGUSER"), System.getenv("PGPASSWORD"))) {
            new Example(connection).run();
        }
    }
}
