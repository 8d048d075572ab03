package io.gatelink.local;

import io.gatelink.local.apigateway.dataplane.AuthorizerServices;
import io.gatelink.local.core.Account;
import io.gatelink.local.iam.ResourceAccess;
import io.gatelink.local.iam.ServiceCaller;
import io.gatelink.local.lambda.Invocation;
import io.gatelink.local.lambda.LambdaService;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What authorizers of APIs ask: functions of the template, which have to let API Gateway invoke them, and user pools.
 *
 * @param userPoolKeys the public keys of a user pool, by its ARN; asked exclusively
 */
record AuthorizerCalls(
        Account account, LambdaService lambda, ResourceAccess access, Function<String, Optional<String>> userPoolKeys)
        implements AuthorizerServices {

    @Override
    public Answer invoke(String functionArn, String authorizerArn, byte[] event) {
        var answer = new CompletableFuture<Invocation>();
        account.loop().exclusively(() -> {
            var function = lambda.resolve(functionArn, null).function();
            access.checkInvoke(ServiceCaller.apiGateway(authorizerArn), function, functionArn);
            lambda.invoke(functionArn, event, answer::complete);
        });
        Invocation invocation = account.loop().await(answer);
        return new Answer(invocation.payload(), invocation.failed());
    }

    @Override
    public Optional<String> keys(String userPoolArn) {
        return account.loop().exclusively(() -> userPoolKeys.apply(userPoolArn));
    }
}
