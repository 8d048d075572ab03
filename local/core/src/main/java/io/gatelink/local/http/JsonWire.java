package io.gatelink.local.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A service that speaks AWS JSON: the header {@code X-Amz-Target} names the operation, a JSON object has its members.
 *
 * @param <R> the members of a request, as the service reads them
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1 protocol</a>
 */
public abstract class JsonWire<R> implements WireService {

    private final Protocol protocol;
    private final String signingName;
    private final TargetHeader target;
    private final BiFunction<String, ObjectNode, R> reader;
    private final Map<String, Function<R, ObjectNode>> operations = new LinkedHashMap<>();

    /** @param reader reads the members of a request, given the name of its operation */
    protected JsonWire(
            Protocol protocol, String signingName, TargetHeader target, BiFunction<String, ObjectNode, R> reader) {
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.signingName = Objects.requireNonNull(signingName, "signingName");
        this.target = Objects.requireNonNull(target, "target");
        this.reader = Objects.requireNonNull(reader, "reader");
    }

    /** @param action does it, and gives its answer */
    protected final void add(String operation, Function<R, ObjectNode> action) {
        operations.put(operation, action);
    }

    @Override
    public final String signingName() {
        return signingName;
    }

    @Override
    public final Protocol protocol() {
        return protocol;
    }

    @Override
    public final List<String> operations() {
        return List.copyOf(operations.keySet());
    }

    @Override
    public Operation route(Request request) {
        String name = target.operation(request, operations);
        var action = operations.get(name);
        R members = reader.apply(name, members(request));
        return Operation.of(name, () -> protocol.answer(action.apply(members)));
    }

    private static ObjectNode members(Request request) {
        try {
            if (Json.parse(request.body()) instanceof ObjectNode object) {
                return object;
            }
        } catch (Json.InvalidJsonException e) {
            throw new AwsException("SerializationException", 400, "The request is not JSON: " + e.getMessage());
        }
        throw new AwsException("SerializationException", 400, "The request is not a JSON object");
    }
}
