package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.RestApi.EndpointConfiguration;
import io.gatelink.local.http.Protocol;
import java.util.function.Function;

/**
 * What UpdateDomainName changes. Moving to another type of endpoint and mutual TLS are not supported, and refused.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateDomainName-Patch">Patch
 *     operations</a>
 */
final class DomainNamePatch {

    private static final String AT = "updateDomainNameInput.";

    private final DomainName.Draft draft;
    private final Function<String, ResourcePolicy> policies;
    private final boolean regional;

    DomainNamePatch(DomainName.Draft draft, Function<String, ResourcePolicy> policies) {
        this.draft = draft;
        this.policies = policies;
        this.regional = draft.endpointConfiguration.type().equals("REGIONAL");
    }

    void apply(PatchOperation operation) {
        String path = operation.path() == null ? "" : operation.path();
        switch (path) {
            case "/certificateArn", "/regionalCertificateArn" -> {
                mustBeOfItsType(operation, path);
                draft.certificateArn = operation.valueOrNull();
            }
            case "/certificateName", "/regionalCertificateName" -> {
                mustBeOfItsType(operation, path);
                draft.certificateName = operation.valueOrNull();
            }
            case "/securityPolicy" -> {
                operation.mustReplace();
                String value = RestApiRules.securityPolicy(operation.valueOrNull(), AT + "securityPolicy");
                draft.securityPolicy = value == null ? draft.securityPolicy : value;
            }
            case "/endpointAccessMode" -> {
                operation.mustReplace();
                draft.endpointAccessMode =
                        RestApiRules.endpointAccessMode(operation.valueOrNull(), AT + "endpointAccessMode");
            }
            case "/routingMode" -> {
                operation.mustReplace();
                draft.routingMode = DomainNameRules.routingMode(operation.valueOrNull(), AT + "routingMode");
            }
            case "/policy" -> {
                operation.mustReplace();
                draft.policy = policies.apply(operation.valueOrNull());
            }
            case "/endpointConfiguration/ipAddressType" -> {
                operation.mustReplace();
                EndpointConfiguration endpoint = draft.endpointConfiguration;
                draft.endpointConfiguration = new EndpointConfiguration(
                        endpoint.type(),
                        DomainNameRules.ipAddressType(
                                operation.valueOrNull(),
                                endpoint.ipAddressType(),
                                AT + "endpointConfiguration.ipAddressType"),
                        endpoint.vpcEndpointIds());
            }
            default -> {
                if (path.startsWith("/endpointConfiguration/types")
                        || path.startsWith("/mutualTlsAuthentication")
                        || path.equals("/ownershipVerificationCertificateArn")
                        || path.equals("/managementPolicy")) {
                    throw Protocol.notImplemented("apigateway", "UpdateDomainName with the path " + path);
                }
                throw ApiGatewayErrors.patchPath(operation.path());
            }
        }
    }

    private void mustBeOfItsType(PatchOperation operation, String path) {
        operation.mustReplace();
        DomainNameRules.checkNoOtherCertificate(
                path.startsWith("/regional") != regional, draft.endpointConfiguration.type());
    }
}
