package io.gatelink.local.sts;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.QueryAnswer;
import io.gatelink.local.http.QueryParameters;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.WireService;
import java.util.List;

/** STS, as far as asking who one is: GetCallerIdentity. */
public final class StsWire implements WireService {

    private static final String GET_CALLER_IDENTITY = "GetCallerIdentity";
    private static final String VERSION = "2011-06-15";
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/" + VERSION + "/";

    private final Account account;
    private final Identities identities;

    public StsWire(Account account, Identities identities) {
        this.account = account;
        this.identities = identities;
    }

    @Override
    public String signingName() {
        return "sts";
    }

    @Override
    public Protocol protocol() {
        return Protocol.QUERY;
    }

    @Override
    public List<String> operations() {
        return List.of(GET_CALLER_IDENTITY);
    }

    @Override
    public Operation route(Request request) {
        String action = QueryParameters.of(request).action(VERSION);
        if (!action.equals(GET_CALLER_IDENTITY)) {
            throw Protocol.notImplemented("STS", action);
        }
        return Operation.of(action, () -> {
            Identities.Identity caller = identities.of(Identities.accessKeyOf(request));
            return QueryAnswer.of(
                    NAMESPACE,
                    action,
                    Json.object()
                            .put("Arn", caller.arn())
                            .put("UserId", caller.userId())
                            .put("Account", caller.account()),
                    account.newUuid().toString());
        });
    }
}
