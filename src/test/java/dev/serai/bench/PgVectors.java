package dev.serai.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * pgvector's HNSW and, beside it, IVFFlat, over JDBC: a table of its own in a database that has the extension. A tenant
 * is a column with a btree.
 */
final class PgVectors implements AutoCloseable {
    private final Connection connection;
    final double seconds;

    /** @param url with user and password */
    PgVectors(String url, VectorSet set, String index) throws SQLException {
        this.connection = DriverManager.getConnection(url);
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists vector");
            statement.execute("drop table if exists serai_bench");
            statement.execute("create table serai_bench (id int primary key, tenth bool, hundredth bool, v vector("
                    + VectorSet.DIMENSION + "))");
            insert(set);
            statement.execute("create index on serai_bench using " + index);
            statement.execute("create index on serai_bench (id) where hundredth");
            statement.execute("create index on serai_bench (id) where tenth");
            statement.execute("vacuum analyze serai_bench");
        }
        this.seconds = (System.nanoTime() - start) / 1e9;
    }

    private void insert(VectorSet set) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into serai_bench values (?, ?, ?, ?::vector)")) {
            for (int i = 0; i < set.size(); i++) {
                insert.setInt(1, i);
                insert.setBoolean(2, VectorSet.document(i) % 10 == 0);
                insert.setBoolean(3, VectorSet.document(i) % 100 == 0);
                insert.setString(4, Arrays.toString(set.row(i)));
                insert.addBatch();
                if (i % 1000 == 999) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** @param setting such as {@code hnsw.ef_search = 64} */
    VectorEngine at(String setting) {
        return new VectorEngine() {
            @Override
            public String name() {
                return "pgvector, " + setting;
            }

            @Override
            public List<Integer> search(float[] query, int every) throws SQLException {
                return nearest(query, setting, every);
            }
        };
    }

    private List<Integer> nearest(float[] query, String setting, int every) throws SQLException {
        String where = every == 1 ? "" : every == 10 ? " where tenth" : " where hundredth";
        try (Statement statement = connection.createStatement();
                PreparedStatement select = connection.prepareStatement(
                        "select id from serai_bench" + where + " order by v <=> ?::vector limit " + VectorBench.K)) {
            statement.execute("set " + setting);
            select.setString(1, Arrays.toString(query));
            List<Integer> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getInt(1));
                }
            }
            return found;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
