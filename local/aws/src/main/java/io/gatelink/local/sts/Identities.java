package io.gatelink.local.sts;

import io.gatelink.local.core.Account;
import io.gatelink.local.http.CredentialScope;
import io.gatelink.local.http.Request;
import io.gatelink.local.template.Stack;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who stands behind an access key: the role of a function for a function's key, the account's one user for any other.
 */
public final class Identities {

    /** Said of a request that carries no access key. */
    public static final String NO_ACCESS_KEY = "anonymous";

    private final Account account;
    private final Function<String, Optional<Stack.Function>> functionOf;

    /** @param functionOf the function that an access key belongs to */
    public Identities(Account account, Function<String, Optional<Stack.Function>> functionOf) {
        this.account = Objects.requireNonNull(account, "account");
        this.functionOf = Objects.requireNonNull(functionOf, "functionOf");
    }

    /**
     * An identity, as GetCallerIdentity and CloudTrail tell it.
     *
     * @param type   {@code IAMUser} or {@code AssumedRole}
     * @param userId the unique identifier
     */
    public record Identity(String type, String userId, String arn, String account, String accessKeyId) {}

    public Identity of(String accessKeyId) {
        String prefix = "arn:" + account.partition();
        return functionOf
                .apply(accessKeyId)
                .map(function -> new Identity(
                        "AssumedRole",
                        "AROALOCALFUNCTIONROLE:" + function.name(),
                        prefix + ":sts::" + account.id() + ":assumed-role/"
                                + function.roleArn()
                                        .substring(function.roleArn().lastIndexOf('/') + 1)
                                + "/" + function.name(),
                        account.id(),
                        accessKeyId))
                .orElseGet(() -> new Identity(
                        "IAMUser",
                        "AIDALOCALUSER00000000",
                        prefix + ":iam::" + account.id() + ":user/local",
                        account.id(),
                        accessKeyId));
    }

    /** The access key that signed a request. */
    public static String accessKeyOf(Request request) {
        return CredentialScope.of(request).map(CredentialScope::accessKeyId).orElse(NO_ACCESS_KEY);
    }
}
