package io.gatelink.local.waf;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a rule looks for in a request.
 *
 * @see <a href="https://docs.aws.amazon.com/waf/latest/APIReference/API_Statement.html">Statement</a>
 */
sealed interface Statement {

    boolean matches(WebRequest request);

    /** What it takes of a web ACL's capacity, in WCUs. */
    int capacity();

    /** Where a byte match looks. */
    sealed interface Field {

        /** What is there; nothing if the request has no such part. */
        List<String> in(WebRequest request);

        /** {@code Method}. */
        record Method() implements Field {
            @Override
            public List<String> in(WebRequest request) {
                return List.of(request.method());
            }
        }

        /** {@code UriPath}. */
        record UriPath() implements Field {
            @Override
            public List<String> in(WebRequest request) {
                return List.of(request.uriPath());
            }
        }

        /** {@code QueryString}. */
        record QueryString() implements Field {
            @Override
            public List<String> in(WebRequest request) {
                return List.of(request.queryString());
            }
        }

        /** {@code SingleHeader}. */
        record SingleHeader(String name) implements Field {
            @Override
            public List<String> in(WebRequest request) {
                return request.headers().getOrDefault(name, List.of());
            }
        }
    }

    /**
     * {@code ByteMatchStatement}.
     *
     * @param search one character for each byte
     * @param lowercase whether what is there is put into lower case first
     */
    record ByteMatch(Field field, String search, String constraint, boolean lowercase) implements Statement {

        @Override
        public boolean matches(WebRequest request) {
            return field.in(request).stream()
                    .map(value -> lowercase ? value.toLowerCase(Locale.ROOT) : value)
                    .anyMatch(this::matches);
        }

        private boolean matches(String value) {
            return switch (constraint) {
                case "EXACTLY" -> value.equals(search);
                case "STARTS_WITH" -> value.startsWith(search);
                case "ENDS_WITH" -> value.endsWith(search);
                case "CONTAINS" -> value.contains(search);
                default ->
                    Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(search) + "(?![A-Za-z0-9_])")
                            .matcher(value)
                            .find();
            };
        }

        @Override
        public int capacity() {
            return (constraint.startsWith("CONTAINS") ? 10 : 2) + (lowercase ? 10 : 0);
        }
    }

    /** {@code AndStatement}. */
    record And(List<Statement> statements) implements Statement {

        public And {
            statements = List.copyOf(statements);
        }

        @Override
        public boolean matches(WebRequest request) {
            return statements.stream().allMatch(statement -> statement.matches(request));
        }

        @Override
        public int capacity() {
            return statements.stream().mapToInt(Statement::capacity).sum();
        }
    }

    /** {@code OrStatement}. */
    record Or(List<Statement> statements) implements Statement {

        public Or {
            statements = List.copyOf(statements);
        }

        @Override
        public boolean matches(WebRequest request) {
            return statements.stream().anyMatch(statement -> statement.matches(request));
        }

        @Override
        public int capacity() {
            return statements.stream().mapToInt(Statement::capacity).sum();
        }
    }

    /** {@code NotStatement}. */
    record Not(Statement statement) implements Statement {

        @Override
        public boolean matches(WebRequest request) {
            return !statement.matches(request);
        }

        @Override
        public int capacity() {
            return statement.capacity();
        }
    }
}
