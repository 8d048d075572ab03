package io.gatelink.local.apigateway.wire;

import java.util.List;

/** The operations of AWS's API Gateway (REST APIs) that the local one does not have, so that it can name them. */
final class UnsupportedApiGatewayOperations {

    private static final String OPERATIONS = """
            POST /apikeys?mode=import ImportApiKeys
            GET /clientcertificates GetClientCertificates
            POST /clientcertificates GenerateClientCertificate
            DELETE /clientcertificates/{clientcertificate_id} DeleteClientCertificate
            GET /clientcertificates/{clientcertificate_id} GetClientCertificate
            PATCH /clientcertificates/{clientcertificate_id} UpdateClientCertificate
            GET /domainnameaccessassociations GetDomainNameAccessAssociations
            POST /domainnameaccessassociations CreateDomainNameAccessAssociation
            DELETE /domainnameaccessassociations/{domain_name_access_association_arn} DeleteDomainNameAccessAssociation
            POST /rejectdomainnameaccessassociations RejectDomainNameAccessAssociation
            POST /restapis?mode=import ImportRestApi
            PUT /restapis/{restapi_id} PutRestApi
            GET /restapis/{restapi_id}/authorizers GetAuthorizers
            POST /restapis/{restapi_id}/authorizers CreateAuthorizer
            DELETE /restapis/{restapi_id}/authorizers/{authorizer_id} DeleteAuthorizer
            GET /restapis/{restapi_id}/authorizers/{authorizer_id} GetAuthorizer
            PATCH /restapis/{restapi_id}/authorizers/{authorizer_id} UpdateAuthorizer
            POST /restapis/{restapi_id}/authorizers/{authorizer_id} TestInvokeAuthorizer
            GET /restapis/{restapi_id}/documentation/parts GetDocumentationParts
            POST /restapis/{restapi_id}/documentation/parts CreateDocumentationPart
            PUT /restapis/{restapi_id}/documentation/parts ImportDocumentationParts
            DELETE /restapis/{restapi_id}/documentation/parts/{part_id} DeleteDocumentationPart
            GET /restapis/{restapi_id}/documentation/parts/{part_id} GetDocumentationPart
            PATCH /restapis/{restapi_id}/documentation/parts/{part_id} UpdateDocumentationPart
            GET /restapis/{restapi_id}/documentation/versions GetDocumentationVersions
            POST /restapis/{restapi_id}/documentation/versions CreateDocumentationVersion
            DELETE /restapis/{restapi_id}/documentation/versions/{doc_version} DeleteDocumentationVersion
            GET /restapis/{restapi_id}/documentation/versions/{doc_version} GetDocumentationVersion
            PATCH /restapis/{restapi_id}/documentation/versions/{doc_version} UpdateDocumentationVersion
            GET /restapis/{restapi_id}/models GetModels
            POST /restapis/{restapi_id}/models CreateModel
            DELETE /restapis/{restapi_id}/models/{model_name} DeleteModel
            GET /restapis/{restapi_id}/models/{model_name} GetModel
            PATCH /restapis/{restapi_id}/models/{model_name} UpdateModel
            GET /restapis/{restapi_id}/models/{model_name}/default_template GetModelTemplate
            GET /restapis/{restapi_id}/requestvalidators GetRequestValidators
            POST /restapis/{restapi_id}/requestvalidators CreateRequestValidator
            DELETE /restapis/{restapi_id}/requestvalidators/{requestvalidator_id} DeleteRequestValidator
            GET /restapis/{restapi_id}/requestvalidators/{requestvalidator_id} GetRequestValidator
            PATCH /restapis/{restapi_id}/requestvalidators/{requestvalidator_id} UpdateRequestValidator
            POST /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method} TestInvokeMethod
            DELETE /restapis/{restapi_id}/stages/{stage_name}/cache/authorizers FlushStageAuthorizersCache
            DELETE /restapis/{restapi_id}/stages/{stage_name}/cache/data FlushStageCache
            GET /restapis/{restapi_id}/stages/{stage_name}/exports/{export_type} GetExport
            GET /restapis/{restapi_id}/stages/{stage_name}/sdks/{sdk_type} GetSdk
            GET /sdktypes GetSdkTypes
            GET /sdktypes/{sdktype_id} GetSdkType
            PATCH /usageplans/{usageplanId}/keys/{keyId}/usage UpdateUsage
            GET /usageplans/{usageplanId}/usage GetUsage
            """;

    private static final List<Route> ROUTES = OPERATIONS
            .lines()
            .map(line -> line.split(" "))
            .map(words -> Route.notSupported(words[0], words[1], words[2]))
            .toList();

    private UnsupportedApiGatewayOperations() {}

    static List<Route> routes() {
        return ROUTES;
    }
}
