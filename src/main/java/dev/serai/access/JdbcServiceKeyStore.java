package dev.serai.access;

import dev.serai.database.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Service keys in Postgres, seen through the login {@code serai_system}. */
public final class JdbcServiceKeyStore implements ServiceKeyStore {
    private static final String INSERT = SqlFile.read("sql/access/service-key-insert.sql");
    private static final String FIND = SqlFile.read("sql/access/service-key-find.sql");
    private static final String LIST = SqlFile.read("sql/access/service-key-list.sql");
    private static final String REVOKE = SqlFile.read("sql/access/service-key-revoke.sql");
    private static final String TOUCH = SqlFile.read("sql/access/service-key-touch.sql");

    private final JdbcClient jdbc;

    public JdbcServiceKeyStore(DataSource system) {
        this.jdbc = JdbcClient.create(system);
    }

    @Override
    public void insert(Stored stored) {
        ServiceKey key = stored.key();
        jdbc.sql(INSERT)
                .param("id", key.id())
                .param("org", key.org())
                .param("name", key.name())
                .param("secretHash", HexFormat.of().parseHex(stored.secretHash()))
                .param("scopes", String.join(",", key.scopes()))
                .param("createdAt", time(key.createdAt()))
                .param("createdBy", key.createdBy())
                .param("expiresAt", time(key.expiresAt()))
                .update();
    }

    @Override
    public Optional<Stored> find(String id) {
        return jdbc.sql(FIND)
                .param("id", id)
                .query((row, number) -> new Stored(key(row), HexFormat.of().formatHex(row.getBytes("secret_hash"))))
                .optional();
    }

    @Override
    public List<ServiceKey> list(@Nullable String org) {
        return jdbc.sql(LIST).param("org", org).query((row, number) -> key(row)).list();
    }

    @Override
    public boolean revoke(String id, Instant at) {
        return jdbc.sql(REVOKE).param("id", id).param("at", time(at)).update() == 1;
    }

    @Override
    public void touch(String id, Instant at) {
        jdbc.sql(TOUCH).param("id", id).param("at", time(at)).update();
    }

    private static ServiceKey key(ResultSet row) throws SQLException {
        return new ServiceKey(
                row.getString("id"),
                row.getString("org_id"),
                row.getString("name"),
                Set.of(row.getString("scopes").split(",", -1)),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
