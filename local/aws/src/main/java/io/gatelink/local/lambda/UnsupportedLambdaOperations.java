package io.gatelink.local.lambda;

import io.gatelink.local.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The operations of AWS's Lambda that the local one does not have, so that it can name them: Lambda's requests say
 * what they ask for only by method and path.
 */
final class UnsupportedLambdaOperations {

    /** Those that only a query parameter tells from others come before them. */
    private static final String OPERATIONS = """
            GET /2018-10-31/layers?find=LayerVersion GetLayerVersionByArn
            GET /2019-09-30/functions/{}/provisioned-concurrency?List=ALL ListProvisionedConcurrencyConfigs
            GET /2015-03-31/event-source-mappings ListEventSourceMappings
            POST /2015-03-31/event-source-mappings CreateEventSourceMapping
            DELETE /2026-07-09/resource-policy/{} DeleteResourcePolicy
            GET /2026-07-09/resource-policy/{} GetResourcePolicy
            PUT /2026-07-09/resource-policy/{} PutResourcePolicy
            DELETE /2015-03-31/event-source-mappings/{} DeleteEventSourceMapping
            GET /2015-03-31/event-source-mappings/{} GetEventSourceMapping
            PUT /2015-03-31/event-source-mappings/{} UpdateEventSourceMapping
            POST /2015-03-31/functions CreateFunction
            DELETE /2015-03-31/functions/{} DeleteFunction
            GET /2015-03-31/functions/{}/aliases ListAliases
            POST /2015-03-31/functions/{}/aliases CreateAlias
            DELETE /2015-03-31/functions/{}/aliases/{} DeleteAlias
            GET /2015-03-31/functions/{}/aliases/{} GetAlias
            PUT /2015-03-31/functions/{}/aliases/{} UpdateAlias
            PUT /2015-03-31/functions/{}/code UpdateFunctionCode
            PUT /2015-03-31/functions/{}/configuration UpdateFunctionConfiguration
            GET /2015-03-31/functions/{}/policy GetPolicy
            POST /2015-03-31/functions/{}/policy AddPermission
            DELETE /2015-03-31/functions/{}/policy/{} RemovePermission
            GET /2015-03-31/functions/{}/versions ListVersionsByFunction
            POST /2015-03-31/functions/{}/versions PublishVersion
            GET /2016-08-19/account-settings GetAccountSettings
            DELETE /2017-03-31/tags/{} UntagResource
            GET /2017-03-31/tags/{} ListTags
            POST /2017-03-31/tags/{} TagResource
            DELETE /2017-10-31/functions/{}/concurrency DeleteFunctionConcurrency
            PUT /2017-10-31/functions/{}/concurrency PutFunctionConcurrency
            GET /2018-10-31/layers ListLayers
            GET /2018-10-31/layers/{}/versions ListLayerVersions
            POST /2018-10-31/layers/{}/versions PublishLayerVersion
            DELETE /2018-10-31/layers/{}/versions/{} DeleteLayerVersion
            GET /2018-10-31/layers/{}/versions/{} GetLayerVersion
            GET /2018-10-31/layers/{}/versions/{}/policy GetLayerVersionPolicy
            POST /2018-10-31/layers/{}/versions/{}/policy AddLayerVersionPermission
            DELETE /2018-10-31/layers/{}/versions/{}/policy/{} RemoveLayerVersionPermission
            DELETE /2019-09-25/functions/{}/event-invoke-config DeleteFunctionEventInvokeConfig
            GET /2019-09-25/functions/{}/event-invoke-config GetFunctionEventInvokeConfig
            POST /2019-09-25/functions/{}/event-invoke-config UpdateFunctionEventInvokeConfig
            PUT /2019-09-25/functions/{}/event-invoke-config PutFunctionEventInvokeConfig
            GET /2019-09-25/functions/{}/event-invoke-config/list ListFunctionEventInvokeConfigs
            GET /2019-09-30/functions/{}/concurrency GetFunctionConcurrency
            DELETE /2019-09-30/functions/{}/provisioned-concurrency DeleteProvisionedConcurrencyConfig
            GET /2019-09-30/functions/{}/provisioned-concurrency GetProvisionedConcurrencyConfig
            PUT /2019-09-30/functions/{}/provisioned-concurrency PutProvisionedConcurrencyConfig
            GET /2020-04-22/code-signing-configs ListCodeSigningConfigs
            POST /2020-04-22/code-signing-configs CreateCodeSigningConfig
            DELETE /2020-04-22/code-signing-configs/{} DeleteCodeSigningConfig
            GET /2020-04-22/code-signing-configs/{} GetCodeSigningConfig
            PUT /2020-04-22/code-signing-configs/{} UpdateCodeSigningConfig
            GET /2020-04-22/code-signing-configs/{}/functions ListFunctionsByCodeSigningConfig
            DELETE /2020-06-30/functions/{}/code-signing-config DeleteFunctionCodeSigningConfig
            GET /2020-06-30/functions/{}/code-signing-config GetFunctionCodeSigningConfig
            PUT /2020-06-30/functions/{}/code-signing-config PutFunctionCodeSigningConfig
            GET /2021-07-20/functions/{}/runtime-management-config GetRuntimeManagementConfig
            PUT /2021-07-20/functions/{}/runtime-management-config PutRuntimeManagementConfig
            DELETE /2021-10-31/functions/{}/url DeleteFunctionUrlConfig
            GET /2021-10-31/functions/{}/url GetFunctionUrlConfig
            POST /2021-10-31/functions/{}/url CreateFunctionUrlConfig
            PUT /2021-10-31/functions/{}/url UpdateFunctionUrlConfig
            GET /2021-10-31/functions/{}/urls ListFunctionUrlConfigs
            POST /2021-11-15/functions/{}/response-streaming-invocations InvokeWithResponseStream
            GET /2024-08-31/functions/{}/recursion-config GetFunctionRecursionConfig
            PUT /2024-08-31/functions/{}/recursion-config PutFunctionRecursionConfig
            GET /2025-11-30/capacity-providers ListCapacityProviders
            POST /2025-11-30/capacity-providers CreateCapacityProvider
            DELETE /2025-11-30/capacity-providers/{} DeleteCapacityProvider
            GET /2025-11-30/capacity-providers/{} GetCapacityProvider
            PUT /2025-11-30/capacity-providers/{} UpdateCapacityProvider
            GET /2025-11-30/capacity-providers/{}/function-versions ListFunctionVersionsByCapacityProvider
            GET /2025-11-30/functions/{}/function-scaling-config GetFunctionScalingConfig
            PUT /2025-11-30/functions/{}/function-scaling-config PutFunctionScalingConfig
            POST /2025-12-01/durable-execution-callbacks/{}/fail SendDurableExecutionCallbackFailure
            POST /2025-12-01/durable-execution-callbacks/{}/heartbeat SendDurableExecutionCallbackHeartbeat
            POST /2025-12-01/durable-execution-callbacks/{}/succeed SendDurableExecutionCallbackSuccess
            GET /2025-12-01/durable-executions/{} GetDurableExecution
            POST /2025-12-01/durable-executions/{}/checkpoint CheckpointDurableExecution
            GET /2025-12-01/durable-executions/{}/history GetDurableExecutionHistory
            GET /2025-12-01/durable-executions/{}/state GetDurableExecutionState
            POST /2025-12-01/durable-executions/{}/stop StopDurableExecution
            GET /2025-12-01/functions/{}/durable-executions ListDurableExecutionsByFunction
            """;

    /** Read when the first one is asked for. */
    private static final class Loaded {

        private static final List<Operation> ALL =
                OPERATIONS.lines().map(Operation::read).toList();
    }

    private record Operation(String method, Pattern path, String query, String name) {

        private static Operation read(String line) {
            String[] words = line.split(" ");
            String[] target = words[1].split("\\?");
            return new Operation(
                    words[0],
                    Pattern.compile(target[0].replace("{}", "[^/]+") + "/?"),
                    target.length > 1 ? target[1] : "",
                    words[2]);
        }

        private boolean isAskedBy(Request request) {
            return request.method().equals(method)
                    && path.matcher(request.path()).matches()
                    && (query.isEmpty() || List.of(request.query().split("&")).contains(query));
        }
    }

    private UnsupportedLambdaOperations() {}

    /** What a request asks for; empty if not even AWS knows. */
    static Optional<String> operation(Request request) {
        return Loaded.ALL.stream()
                .filter(operation -> operation.isAskedBy(request))
                .map(Operation::name)
                .findFirst();
    }
}
