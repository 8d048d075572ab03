package io.gatelink.local.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the local AWS does with the fields of a service's requests, from a resource {@code fields/<service>.txt}:
 *
 * <pre>
 * let $limits {"rateLimit": 10, "burstLimit": 20}     what a word stands for in the lines that follow
 * given {@literal <api>}=id CreateRestApi {"name": "orders"}     a call that prepares each try, and names parts of its
 * answer begin StartExecution {"stateMachineArn": "..."}    the same, but nothing that follows from it happens before
 * the try then GetRestApis {}                                a call that shows what a try changed
 * every                                              fields of all operations that have them
 *   restApiId honoured "nope"
 * CreateStage {"restApiId": "{@literal <api>}", ...}             an operation, and a request that succeeds
 *   tags[].key within 1..128                         how long, how large or how many; either end may be open
 *   description echoed "text"                        a field, its treatment, an example of its outermost member
 * </pre>
 *
 * <p>In a path, {@code []} enters the elements of a list and {@code {}} the values of a map.
 */
public record FieldTable(List<Call> given, List<Call> then, Operation every, Map<String, Operation> operations) {

    private static final Pattern CALL =
            Pattern.compile("(?<names>(?:<[\\w-]+>=\\S+ )*)(?<operation>\\w+) (?<request>\\{.*)");
    private static final Pattern FIELD = Pattern.compile(" {2}(?<path>\\S+) +(?<treatment>\\w+) +(?<example>.+)");

    private static final Pattern LIMIT = Pattern.compile(" {2}(?<path>\\S+) +within +(?<min>\\d*)\\.\\.(?<max>\\d*)");

    /** What becomes of a field. */
    public enum Treatment {
        /** It makes a difference: to the answer, or to what later answers show. */
        HONOURED,
        /** It comes back, and has no other effect. */
        ECHOED,
        /** A request with it fails, and the error names it. */
        REFUSED,
        /** It makes no difference in AWS either. */
        IGNORED,
        /** The SDK's client itself fails with it. */
        UNSENDABLE
    }

    /**
     * A call, and the names of parts of its answer.
     *
     * @param settled whether all that follows from it happens before the next call
     */
    public record Call(String operation, JsonNode request, Map<String, String> names, boolean settled) {

        Call unsettled() {
            return new Call(operation, request, names, false);
        }
    }

    /** @param example the value of the path's outermost member */
    public record Field(String path, Treatment treatment, JsonNode example) {

        String member() {
            return path.replaceFirst("(?:\\[]|\\{}|\\.).*", "");
        }
    }

    /** The bounds of a text's length, of a number, or of how many are in a list. */
    public record Limit(String path, int min, int max) {}

    /** @param call one that succeeds; {@code null} where the lines are for every operation */
    public record Operation(Call call, List<Field> fields, List<Limit> limits) {}

    /** The table of a service, by its name. */
    public static FieldTable of(String service) {
        var given = new ArrayList<Call>();
        var then = new ArrayList<Call>();
        var every = new Operation(null, new ArrayList<>(), new ArrayList<>());
        var operations = new TreeMap<String, Operation>();
        Operation current = every;
        var texts = new LinkedHashMap<String, String>();
        for (String read : lines(service)) {
            String line = read;
            for (Map.Entry<String, String> text : texts.entrySet()) {
                line = line.replace(text.getKey(), text.getValue());
            }
            Matcher field = FIELD.matcher(line);
            Matcher limit = LIMIT.matcher(line);
            if (limit.matches()) {
                current.limits()
                        .add(new Limit(
                                limit.group("path"),
                                number(limit.group("min"), 0),
                                number(limit.group("max"), Integer.MAX_VALUE)));
            } else if (field.matches()) {
                current.fields()
                        .add(new Field(
                                field.group("path"),
                                Treatment.valueOf(field.group("treatment").toUpperCase(Locale.ROOT)),
                                Json.parse(field.group("example").getBytes(StandardCharsets.UTF_8))));
            } else if (line.startsWith("let ")) {
                String[] words = line.split(" ", 3);
                texts.put(words[1], words[2]);
            } else if (line.startsWith("given ")) {
                given.add(call(line.substring("given ".length())));
            } else if (line.startsWith("begin ")) {
                given.add(call(line.substring("begin ".length())).unsettled());
            } else if (line.startsWith("then ")) {
                then.add(call(line.substring("then ".length())));
            } else if (line.equals("every")) {
                current = every;
            } else if (!line.isBlank() && !line.startsWith("#")) {
                Call call = call(line);
                current = new Operation(call, new ArrayList<>(), new ArrayList<>());
                if (operations.put(call.operation(), current) != null) {
                    throw new IllegalArgumentException("Twice: " + line);
                }
            }
        }
        return new FieldTable(given, then, every, operations);
    }

    /** The fields that are treated in one of these ways, in order, e.g. {@code CreateStage.canarySettings}. */
    public List<String> fields(Treatment... treatments) {
        return Stream.concat(
                        every.fields().stream().map(field -> entry("*", field)),
                        operations.entrySet().stream().flatMap(operation -> operation.getValue().fields().stream()
                                .map(field -> entry(operation.getKey(), field))))
                .filter(entry -> List.of(treatments).contains(entry.getValue().treatment()))
                .map(entry -> entry.getKey() + "."
                        + entry.getValue().path().replace("[]", "").replace("{}", ""))
                .distinct()
                .toList();
    }

    private static Map.Entry<String, Field> entry(String operation, Field field) {
        return Map.entry(operation, field);
    }

    private static int number(String digits, int absent) {
        return digits.isEmpty() ? absent : Integer.parseInt(digits);
    }

    private static Call call(String text) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            throw new IllegalArgumentException("Neither a field nor a call: " + text);
        }
        var names = new LinkedHashMap<String, String>();
        for (String name : call.group("names").split(" ")) {
            if (!name.isEmpty()) {
                names.put(name.substring(0, name.indexOf('=')), name.substring(name.indexOf('=') + 1));
            }
        }
        return new Call(
                call.group("operation"),
                Json.parse(call.group("request").getBytes(StandardCharsets.UTF_8)),
                names,
                true);
    }

    private static List<String> lines(String service) {
        try (InputStream in = FieldTable.class.getResourceAsStream("/fields/" + service + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
