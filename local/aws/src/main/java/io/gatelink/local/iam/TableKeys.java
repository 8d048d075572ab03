package io.gatelink.local.iam;

import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.CallGuard;
import io.gatelink.local.http.Request;
import io.gatelink.local.template.Stack;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Holds the template's functions to the keys of DynamoDB tables: who uses a table that a customer managed key encrypts
 * must be allowed to decrypt with the key, through DynamoDB. People may do everything.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html">How DynamoDB uses AWS
 *     KMS</a>
 */
public final class TableKeys implements CallGuard {

    private final Supplier<Stack> stack;
    private final ResourceAccess resources;
    private final Function<String, Optional<Stack.Function>> functionOf;

    /** @param functionOf the function that an access key belongs to */
    public TableKeys(
            Supplier<Stack> stack, ResourceAccess resources, Function<String, Optional<Stack.Function>> functionOf) {
        this.stack = stack;
        this.resources = resources;
        this.functionOf = functionOf;
    }

    @Override
    public void check(ApiCall call, Request request) {
        if (!call.service().equals("dynamodb") || call.operation().equals("DescribeTable")) {
            return;
        }
        functionOf.apply(call.caller()).ifPresent(function -> {
            for (String name : TableNames.of(call.operation(), request)) {
                stack.get().tables().stream()
                        .filter(table -> name.equals(table.name()) || name.equals(table.arn()))
                        .forEach(table -> resources.checkTable(table, function));
            }
        });
    }
}
