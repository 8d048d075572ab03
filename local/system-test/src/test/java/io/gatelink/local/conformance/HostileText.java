package io.gatelink.local.conformance;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Hostile values, names and JSON, drawn from a seeded source. */
final class HostileText {

    static final String MEGABYTE = "n".repeat(1 << 20);

    private static final List<String> VALUES = List.of(
            "",
            " ",
            ".",
            "..",
            "../../etc/passwd",
            "/",
            "//",
            "\\",
            "%",
            "%zz",
            "%00",
            "%2F",
            "%25",
            "{x}",
            "{proxy+}",
            "${stageVariables.vpcLinkId}",
            "${",
            "{% $states.input %}",
            "{% $f := " + "function(){$f()}; $f() %}",
            "$input.json('$')",
            "#foreach",
            "<",
            "]]>",
            "<![CDATA[",
            "&lt;",
            "&",
            "\"",
            "'",
            "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>",
            "\u0000",
            "\u0001\u001f\u007f",
            "\t",
            "a\r\nX-Injected: 1",
            "\n",
            "\uFFFE\uFFFF",
            "\uD83D\uDE00",
            "\u202Egnp.exe",
            "\u00e4\u4e2d\u0661",
            "\uFF47\uFF41\uFF54\uFF45",
            "true",
            "null",
            "NaN",
            "Infinity",
            "-1",
            "0",
            "1e400",
            "1e-400",
            "0x10",
            "99999999999999999999",
            "2147483648",
            "1.5",
            "arn:",
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/x/0123456789abcdef",
            "arn:aws:states:us-east-1:123456789012:execution:x:y",
            "arn:aws:apigateway:us-east-1::/restapis/x",
            "*",
            "?",
            "(",
            "(a+)+$",
            "[",
            "http://",
            "http://[",
            "http://h:99999999",
            "http://h/{",
            "://",
            "aaaa://h",
            "127.0.0.1",
            "::1",
            "256.1.1.1",
            "AWS_IAM",
            "HTTP_PROXY",
            "VPC_LINK",
            "gatelink:publish",
            "aws:reserved",
            "a".repeat(129),
            "b".repeat(257),
            "(".repeat(800),
            "\u00df".repeat(300),
            "/variables/a~1b~0c~",
            "2026-01-01T00:00:00Z",
            "9999-99-99",
            "replace",
            "test",
            "ANY",
            "GET",
            "200",
            "application/json",
            "Content-Type",
            ",",
            ";",
            "=",
            "&=&");

    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|[0-9]+|true|\\[\\]|\\{}");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "1.5",
            "1e5",
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "123456789012345678901234567890",
            "0.1e1");

    private final Random random;

    HostileText(Random random) {
        this.random = random;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** {@code value} most of the time. */
    String mostly(String value) {
        return oneIn(5) ? value() : value;
    }

    String value() {
        return switch (random.nextInt(40)) {
            case 0 -> printable(1 + random.nextInt(60));
            case 1 -> pick(VALUES) + pick(VALUES);
            case 2 -> oneIn(60) ? MEGABYTE : "(x".repeat(1 + random.nextInt(1500));
            default -> pick(VALUES);
        };
    }

    /** As it may stand in a path or a query; sometimes encoded wrongly. */
    String encoded() {
        String value = value();
        if (value.length() > 6000) {
            value = value.substring(0, 6000);
        }
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return switch (random.nextInt(8)) {
            case 0 -> encoded.replace("%2F", "/");
            case 1 -> encoded.toLowerCase(java.util.Locale.ROOT);
            case 2 -> "%C3%28%FF%FE%ED%A0%80" + encoded;
            case 3 -> encoded.length() < 2000 ? encoded.replace("%", "%25") : encoded;
            default -> encoded.replace("+", "%20");
        };
    }

    /** For the value of a header: one line, in Latin-1. */
    String headerValue() {
        String value = value();
        var line = new StringBuilder();
        value.chars()
                .limit(oneIn(30) ? 30_000 : 300)
                .forEach(c -> line.append((char) (c < ' ' && c != '\t' || c == 127 ? '.' : c & 0xFF)));
        return line.toString();
    }

    /** A JSON object with some of the members that a service knows, with values of any type. */
    String object(List<String> members) {
        return object(members, 0);
    }

    private String object(List<String> members, int depth) {
        var json = new StringBuilder("{");
        for (int count = random.nextInt(6); count > 0; count--) {
            json.append(json.length() > 1 ? "," : "")
                    .append(quoted(oneIn(10) ? value() : pick(members)))
                    .append(oneIn(200) ? "" : ":")
                    .append(json(members, depth + 1));
        }
        return json.append(oneIn(200) ? "" : "}").toString();
    }

    private String json(List<String> members, int depth) {
        return switch (random.nextInt(12)) {
            case 0 -> "null";
            case 1 -> oneIn(2) ? "true" : "false";
            case 2 -> pick(NUMBERS);
            case 3, 4 ->
                depth > 3
                        ? "[]"
                        : "[" + json(members, depth + 1) + (oneIn(2) ? "," + json(members, depth + 1) : "") + "]";
            case 5, 6 -> depth > 3 ? "{}" : object(members, depth);
            default -> quoted(oneIn(3) ? object(members, 3) : value());
        };
    }

    /** As a JSON string; control characters escaped, except that now and then one is not. */
    String quoted(String text) {
        var json = new StringBuilder("\"");
        boolean raw = oneIn(100);
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ' && !raw) {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append(oneIn(50) ? "\\ud800" : "").append('"').toString();
    }

    /** Valid JSON with one of its values, or of its members' names, replaced. */
    String mutated(String json) {
        List<MatchResult> tokens = TOKEN.matcher(json).results().toList();
        MatchResult token = pick(tokens);
        return json.substring(0, token.start()) + json(List.of("a", "Type", "Next"), 2) + json.substring(token.end());
    }

    /** What is no JSON, or more of it than there should be. */
    String noJson() {
        return pick(List.of(
                "",
                " ",
                "{",
                "}",
                "[",
                "null",
                "1",
                "\"a\"",
                "[]",
                "{}{}",
                "{\"a\":1,\"a\":2}",
                "{a:1}",
                "{'a':1}",
                "nul",
                "<x/>",
                "Action=a&b",
                "\u0000",
                "\uFEFF{}",
                "{\"a\":\"\n\"}",
                "[".repeat(20_000),
                "{\"a\":".repeat(3000),
                "{\"a\":" + "9".repeat(5000) + "}",
                "\"" + MEGABYTE + "\"",
                "{\"\\u0000\":1}",
                "//x\n{}"));
    }

    private String printable(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + random.nextInt(95)));
        }
        return text.toString();
    }
}
