package io.gatelink.local.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A service that speaks AWS Query: parameters of a form in, XML out.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">Smithy: AWS query protocol</a>
 */
public abstract class QueryWire implements WireService {

    private final Account account;
    private final String signingName;
    private final String service;
    private final String namespace;
    private final String version;
    private final Map<String, Function<QueryParameters, ObjectNode>> operations = new LinkedHashMap<>();

    /**
     * @param service   how messages call the service
     * @param namespace of its answers
     * @param version of its API
     */
    protected QueryWire(Account account, String signingName, String service, String namespace, String version) {
        this.account = Objects.requireNonNull(account, "account");
        this.signingName = Objects.requireNonNull(signingName, "signingName");
        this.service = Objects.requireNonNull(service, "service");
        this.namespace = Objects.requireNonNull(namespace, "namespace");
        this.version = Objects.requireNonNull(version, "version");
    }

    /** @param action does it, and gives its answer; {@code null} for none */
    protected final void add(String operation, Function<QueryParameters, ObjectNode> action) {
        operations.put(operation, action);
    }

    /** @throws AwsException for a request that the service refuses for what its parameters are */
    protected abstract void check(String operation, QueryParameters parameters);

    @Override
    public final String signingName() {
        return signingName;
    }

    @Override
    public final Protocol protocol() {
        return Protocol.QUERY;
    }

    @Override
    public final List<String> operations() {
        return List.copyOf(operations.keySet());
    }

    @Override
    public final Operation route(Request request) {
        QueryParameters parameters = QueryParameters.of(request);
        String name = parameters.action(version);
        var action = operations.get(name);
        if (action == null) {
            throw Protocol.notImplemented(service, name);
        }
        return Operation.of(name, () -> {
            check(name, parameters);
            return QueryAnswer.of(
                    namespace, name, action.apply(parameters), account.newUuid().toString());
        });
    }
}
