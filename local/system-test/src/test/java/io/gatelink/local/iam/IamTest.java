package io.gatelink.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import io.gatelink.local.policy.Permission;
import io.gatelink.local.policy.PolicyStatement;
import io.gatelink.local.template.RepositoryTemplate;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies of the repository's own template against the calls that its functions make. */
class IamTest {

    private static final String GATEWAY = "arn:aws:apigateway:us-east-1::";
    private static final String OURS = "{\"tags\": {\"gatelink:owner\": \"gatelink\", \"gatelink:execution\": \"e\"}}";

    private final Account account = new Account("123456789012", "us-east-1", EventLoop.virtual(Instant.EPOCH), 1);
    private final Map<String, Map<String, String>> tags = new HashMap<>(Map.of(
            GATEWAY + "/vpclinks/ours", Map.of("gatelink:owner", "gatelink"),
            GATEWAY + "/vpclinks/theirs", Map.of("gatelink:owner", "another"),
            GATEWAY + "/restapis/ours", Map.of("gatelink:owner", "gatelink"),
            GATEWAY + "/restapis/theirs", Map.of()));
    private boolean hasServiceLinkedRole;
    private final RequiredPermissions required =
            new RequiredPermissions(account, arn -> Optional.ofNullable(tags.get(arn)), () -> hasServiceLinkedRole);
    private final Iam iam = new Iam(account);
    private final Stack stack = RepositoryTemplate.read(Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "StartPublicationFunction; states; StartExecution; POST; /;"
                        + "{\"stateMachineArn\": "
                        + "\"arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-publish\"}",
                "DescribeLoadBalancerFunction; elasticloadbalancing; DescribeLoadBalancers; POST; /; "
                        + "Action=DescribeLoadBalancers",
                "DescribeLoadBalancerFunction; elasticloadbalancing; DescribeTags; POST; /; -",
                "DescribeLoadBalancerFunction; elasticloadbalancing; DescribeListeners; POST; /; -",
                "CreateVpcLinkFunction; apigateway; GetVpcLinks; GET; /vpclinks; -",
                "CreateVpcLinkFunction; apigateway; CreateVpcLink; POST; /vpclinks; " + OURS,
                "CheckVpcLinkFunction; apigateway; DeleteVpcLink; DELETE; /vpclinks/ours; -",
                "CheckVpcLinkFunction; apigateway; GetVpcLink; GET; /vpclinks/theirs; -",
                "CreateRestApiFunction; apigateway; GetRestApis; GET; /restapis; -",
                "CreateRestApiFunction; apigateway; CreateRestApi; POST; /restapis; " + OURS,
                "CreateRestApiFunction; apigateway; GetResources; GET; /restapis/ours/resources; -",
                "IntegrateFunction; apigateway; GetResources; GET; /restapis/ours/resources; -",
                "IntegrateFunction; apigateway; CreateResource; POST; /restapis/ours/resources/abc; {}",
                "IntegrateFunction; apigateway; PutMethod; PUT; /restapis/ours/resources/abc/methods/ANY; {}",
                "IntegrateFunction; apigateway; PutIntegration; PUT; "
                        + "/restapis/ours/resources/abc/methods/ANY/integration; {}",
                "IntegrateFunction; apigateway; GetMethod; GET; /restapis/ours/resources/abc/methods/ANY; -",
                "IntegrateFunction; apigateway; DeleteMethod; DELETE; /restapis/ours/resources/abc/methods/ANY; -",
                "DeployFunction; apigateway; GetDeployments; GET; /restapis/ours/deployments; -",
                "DeployFunction; apigateway; CreateDeployment; POST; /restapis/ours/deployments; {}",
                "DeployFunction; apigateway; CreateStage; POST; /restapis/ours/stages; " + OURS,
                "DeployFunction; apigateway; UpdateStage; PATCH; /restapis/ours/stages/live; {}",
                "CreateRestApiFunction; apigateway; UpdateRestApi; PATCH; /restapis/ours; {}",
                "RollBackFunction; apigateway; GetRestApis; GET; /restapis; -",
                "RollBackFunction; apigateway; GetStages; GET; /restapis/ours/stages; -",
                "RollBackFunction; apigateway; DeleteStage; DELETE; /restapis/ours/stages/live; -",
                "RollBackFunction; apigateway; DeleteRestApi; DELETE; /restapis/ours; -",
                "RollBackFunction; apigateway; GetVpcLinks; GET; /vpclinks; -",
                "RollBackFunction; apigateway; GetVpcLink; GET; /vpclinks/ours; -",
                "RollBackFunction; apigateway; DeleteVpcLink; DELETE; /vpclinks/ours; -"
            })
    void functionsMayDoWhatTheirStepNeeds(
            String function, String service, String operation, String method, String path, String body) {
        assertThatCode(() -> call(function, service, operation, method, path, body))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CreateVpcLinkFunction; CreateVpcLink; POST; /vpclinks; {}; apigateway:POST; /vpclinks",
                "CreateVpcLinkFunction; CreateVpcLink; POST; /vpclinks; {\"tags\": {\"gatelink:owner\": \"x\"}}; "
                        + "apigateway:POST; /vpclinks",
                "CreateRestApiFunction; CreateRestApi; POST; /restapis; {\"tags\": {}}; apigateway:POST; /restapis",
                "CheckVpcLinkFunction; DeleteVpcLink; DELETE; /vpclinks/theirs; -; apigateway:DELETE; /vpclinks/theirs",
                "RollBackFunction; DeleteVpcLink; DELETE; /vpclinks/theirs; -; apigateway:DELETE; /vpclinks/theirs",
                "RollBackFunction; DeleteRestApi; DELETE; /restapis/theirs; -; apigateway:DELETE; /restapis/theirs",
                "RollBackFunction; DeleteStage; DELETE; /restapis/theirs/stages/a; -; apigateway:DELETE; "
                        + "/restapis/theirs/stages/a",
                "IntegrateFunction; PutMethod; PUT; /restapis/theirs/resources/a/methods/ANY; {}; apigateway:PUT;"
                        + " /restapis/theirs/resources/a/methods/ANY",
                "IntegrateFunction; UpdateMethod; PATCH; /restapis/ours/resources/a/methods/ANY; {}; apigateway:PATCH;"
                        + " /restapis/ours/resources/a/methods/ANY",
                "DeployFunction; UpdateStage; PATCH; /restapis/theirs/stages/live; {}; apigateway:PATCH;"
                        + " /restapis/theirs/stages/live",
                "FinishFunction; DeleteStage; DELETE; /restapis/theirs/stages/old; -; apigateway:DELETE;"
                        + " /restapis/theirs/stages/old",
                "DescribeLoadBalancerFunction; GetVpcLinks; GET; /vpclinks; -; apigateway:GET; /vpclinks"
            })
    void whatIsNotOursIsRefusedInAwssWords(
            String function, String operation, String method, String path, String body, String action, String denied) {
        assertThatThrownBy(() -> call(function, "apigateway", operation, method, path, body))
                .hasMessage("User: arn:aws:sts::123456789012:assumed-role/gatelink-" + function + "Role/gatelink-"
                        + function + " is not authorized to perform: " + action + " on resource: " + GATEWAY + denied
                        + " because no identity-based policy allows the " + action + " action")
                .asInstanceOf(type(AwsException.class))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("AccessDeniedException"))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(403));
    }

    @Test
    void elbRefusesWithAnErrorOfItsOwn() {
        assertThatThrownBy(
                        () -> call("RollBackFunction", "elasticloadbalancing", "DeleteLoadBalancer", "POST", "/", "-"))
                .hasMessage("User: arn:aws:sts::123456789012:assumed-role/gatelink-RollBackFunctionRole/"
                        + "gatelink-RollBackFunction is not authorized to perform: "
                        + "elasticloadbalancing:DeleteLoadBalancer"
                        + " because no identity-based policy allows the elasticloadbalancing:DeleteLoadBalancer action")
                .asInstanceOf(type(AwsException.class))
                .extracting(AwsException::code)
                .isEqualTo("AccessDenied");
    }

    @Test
    void anExplicitDenyIsNamedAsSuch() {
        var deny = List.of(new PolicyStatement("Deny", List.of("*"), List.of("*"), Map.of()));

        assertThatThrownBy(() -> iam.check("me", deny, List.of(Permission.of("ec2:Do", "arn:a"))))
                .hasMessage("User: me is not authorized to perform: ec2:Do on resource: arn:a"
                        + " with an explicit deny in an identity-based policy");
    }

    @Test
    void aLinkThatIsNotThereIsTheServicesOwnBusiness() {
        assertThat(required.of("apigateway", "DeleteVpcLink", request("DELETE", "/vpclinks/gone", "-")))
                .isEmpty();
    }

    @Test
    void creatingALinkAlsoNeedsToTagItAndToMakeTheEndpointServiceBehindIt() {
        assertThat(required.of("apigateway", "CreateVpcLink", request("POST", "/vpclinks", OURS)))
                .extracting(permission -> permission.action() + " " + permission.resource())
                .containsExactly(
                        "apigateway:POST " + GATEWAY + "/vpclinks",
                        "apigateway:PUT " + GATEWAY + "/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fvpclinks%2F*",
                        "ec2:CreateVpcEndpointServiceConfiguration *",
                        "ec2:DescribeVpcEndpointServiceConfigurations *",
                        "ec2:ModifyVpcEndpointServicePermissions *",
                        "elasticloadbalancing:DescribeLoadBalancers *");
    }

    @Test
    void associatingAStageWithAWebAclNeedsBothAndToSetItAtApiGateway() {
        String webAcl = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/acl/1";
        String stage = GATEWAY + "/restapis/ours/stages/live";
        var withWebAcl =
                new RequiredPermissions(account, arn -> Optional.empty(), () -> true, arn -> Optional.of(webAcl)
                        .filter(it -> arn.equals(stage)));

        assertThat(withWebAcl.of(
                        "wafv2",
                        "AssociateWebACL",
                        request(
                                "POST",
                                "/",
                                "{\"WebACLArn\": \"" + webAcl + "\", \"ResourceArn\": \"" + stage + "\"}")))
                .containsExactly(
                        Permission.of("wafv2:AssociateWebACL", webAcl),
                        Permission.of("wafv2:AssociateWebACL", stage),
                        Permission.of("apigateway:SetWebACL", stage));
        assertThat(withWebAcl.of(
                        "wafv2", "DisassociateWebACL", request("POST", "/", "{\"ResourceArn\": \"" + stage + "\"}")))
                .containsExactly(
                        Permission.of("wafv2:DisassociateWebACL", stage), Permission.of("apigateway:SetWebACL", stage));
        assertThat(withWebAcl.of(
                        "wafv2", "GetWebACLForResource", request("POST", "/", "{\"ResourceArn\": \"" + stage + "\"}")))
                .containsExactly(
                        Permission.of("wafv2:GetWebACLForResource", stage), Permission.of("wafv2:GetWebACL", webAcl));
        assertThat(withWebAcl.of("wafv2", "GetWebACL", request("POST", "/", "{\"Name\": \"acl\", \"Id\": \"1\"}")))
                .containsExactly(Permission.of("wafv2:GetWebACL", webAcl));
    }

    @Test
    void aUserPoolIsAResourceOfItsOwn() {
        assertThat(required.of(
                        "cognito-idp", "AdminCreateUser", request("POST", "/", "{\"UserPoolId\": \"us-east-1_abc\"}")))
                .containsExactly(Permission.of(
                        "cognito-idp:AdminCreateUser",
                        "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"));
        assertThat(required.of("cognito-idp", "ListUserPools", request("POST", "/", "{}")))
                .containsExactly(Permission.of("cognito-idp:ListUserPools", "*"));
    }

    @Test
    void aStagesOwnTagsCountBesideThoseOfItsApi() {
        tags.put(GATEWAY + "/restapis/ours/stages/live", Map.of("team", "a"));

        assertThat(required.of("apigateway", "GetStage", request("GET", "/restapis/ours/stages/live", "-")))
                .singleElement()
                .extracting(Permission::context)
                .isEqualTo(Map.of(
                        "aws:ResourceTag/gatelink:owner", List.of("gatelink"), "aws:ResourceTag/team", List.of("a")));
    }

    @Test
    void theBasePathMappingsOfADomainNameHaveItsTags() {
        tags.put(GATEWAY + "/domainnames/api.example.com", Map.of("team", "a"));

        assertThat(required.of(
                        "apigateway",
                        "DeleteBasePathMapping",
                        request("DELETE", "/domainnames/api%2Eexample.com/basepathmappings/%28none%29", "-")))
                .containsExactly(new Permission(
                        "apigateway:DELETE",
                        GATEWAY + "/domainnames/api.example.com/basepathmappings/(none)",
                        Map.of("aws:ResourceTag/team", List.of("a"))));
        assertThat(required.of("apigateway", "GetDomainName", request("GET", "/domainnames/b.example.com", "-")))
                .as("one that is not there")
                .isEmpty();
    }

    @Test
    void aPrivateDomainNamesArnHasTheAccountAndItsId() {
        String arn = "arn:aws:apigateway:us-east-1:123456789012:/domainnames/api.example.com+a1b2c3";
        tags.put(arn, Map.of("team", "a"));
        var inTags = request("PUT", "/tags/" + URLEncoder.encode(arn, StandardCharsets.UTF_8), "{\"tags\": {}}");
        var byId = new Request(
                "GET", "/domainnames/api.example.com/basepathmappings", "domainNameId=a1b2c3", Map.of(), null);

        assertThat(required.of("apigateway", "GetBasePathMappings", byId))
                .containsExactly(new Permission(
                        "apigateway:GET", arn + "/basepathmappings", Map.of("aws:ResourceTag/team", List.of("a"))));
        assertThat(required.of("apigateway", "TagResource", inTags))
                .extracting(permission -> permission.action() + " " + permission.resource())
                .contains("apigateway:PATCH " + arn);
    }

    @Test
    void creatingADomainNameTellsItsEndpointAndSecurityPolicy() {
        assertThat(required.of(
                        "apigateway",
                        "CreateDomainName",
                        request(
                                "POST",
                                "/domainnames",
                                "{\"domainName\": \"api.example.com\", \"securityPolicy\": \"TLS_1_2\", "
                                        + "\"endpointConfiguration\": {\"types\": [\"REGIONAL\"]}}")))
                .containsExactly(new Permission(
                        "apigateway:POST",
                        GATEWAY + "/domainnames",
                        Map.of(
                                "apigateway:Request/EndpointType", List.of("REGIONAL"),
                                "apigateway:Request/SecurityPolicy", List.of("TLS_1_2"))));
    }

    @Test
    void theSmokeTestMayOnlyGet() {
        assertThatCode(() -> check("SmokeTestFunction", required.invokeApi("abc", "live", "GET", "/")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check("SmokeTestFunction", required.invokeApi("abc", "live", "POST", "/")))
                .hasMessageContaining(
                        "execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:123456789012:abc/");
    }

    @Test
    void theWorkflowMayRunItsFunctionsAndAnnounceInItsOwnName() {
        List<PolicyStatement> policy = stack.stateMachines().get(0).policy();
        var published = Json.parse("""
                {"Entries": [{"Source": "gatelink", "DetailType": "Private API Published", "Detail": "{}"}]}""");
        var forged = Json.parse("""
                {"Entries": [{"Source": "gatelink"}, {"Source": "someone.else"}]}""");

        assertThatCode(() -> iam.check("states", policy, required.putEvents(published)))
                .doesNotThrowAnyException();
        assertThatCode(() -> iam.check(
                        "states",
                        policy,
                        List.of(required.invokeFunction(
                                "arn:aws:lambda:us-east-1:123456789012:function:gatelink-DeployFunction:live"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> iam.check("states", policy, required.putEvents(forged)))
                .hasMessageContaining(
                        "events:PutEvents on resource: " + "arn:aws:events:us-east-1:123456789012:event-bus/default");
        assertThatThrownBy(() -> iam.check(
                        "states",
                        policy,
                        List.of(required.invokeFunction(
                                "arn:aws:lambda:us-east-1:123456789012:function:gatelink-DeployFunction"))))
                .hasMessageContaining("lambda:InvokeFunction");
    }

    @Test
    void grantsThatNoCallNeededAreListed() {
        call("CheckVpcLinkFunction", "apigateway", "GetVpcLink", "GET", "/vpclinks/ours", "-");

        assertThat(iam.use().unneeded(iam.principal(function("CheckVpcLinkFunction")), policy("CheckVpcLinkFunction")))
                .extracting(grant -> grant.action() + " " + grant.resource())
                .doesNotContain("apigateway:GET " + GATEWAY + "/vpclinks/*")
                .contains("dynamodb:UpdateItem arn:aws:dynamodb:us-east-1:123456789012:table/gatelink-publications");
    }

    @Test
    void puttingAMethodTellsItsAuthorizationAndUpdatingOneDoesNot() {
        assertThat(required.of(
                        "apigateway",
                        "PutMethod",
                        request(
                                "PUT",
                                "/restapis/ours/resources/abc/methods/ANY",
                                "{\"authorizationType\": \"NONE\", \"apiKeyRequired\": true}")))
                .singleElement()
                .extracting(Permission::context)
                .isEqualTo(Map.of(
                        "aws:ResourceTag/gatelink:owner", List.of("gatelink"),
                        "apigateway:Request/RouteAuthorizationType", List.of("NONE"),
                        "apigateway:Request/ApiKeyRequired", List.of("true")));
        assertThat(required.of(
                        "apigateway",
                        "UpdateMethod",
                        request(
                                "PATCH",
                                "/restapis/ours/resources/abc/methods/ANY",
                                "{\"patchOperations\": [{\"op\": \"replace\", \"path\": "
                                        + "\"/authorizationType\", \"value\": \"NONE\"}]}")))
                .singleElement()
                .extracting(Permission::context)
                .isEqualTo(Map.of("aws:ResourceTag/gatelink:owner", List.of("gatelink")));
    }

    @Test
    void callsAboutTagsTellTheResourcesTagsAndThoseOfTheRequest() {
        String tagsOfOurs = "/tags/" + URLEncoder.encode(GATEWAY + "/vpclinks/ours", StandardCharsets.UTF_8);

        assertThat(required.of(
                        "apigateway",
                        "TagResource",
                        request("PUT", tagsOfOurs, "{\"tags\": {\"gatelink:turn\": \"e\"}}")))
                .allSatisfy(permission -> assertThat(permission.context())
                        .isEqualTo(Map.of(
                                "aws:ResourceTag/gatelink:owner",
                                List.of("gatelink"),
                                "aws:RequestTag/gatelink:turn",
                                List.of("e"),
                                "aws:TagKeys",
                                List.of("gatelink:turn"))))
                .extracting(permission -> permission.action() + " " + permission.resource())
                .containsExactly(
                        "apigateway:PUT " + GATEWAY + tagsOfOurs, "apigateway:PATCH " + GATEWAY + "/vpclinks/ours");
        assertThat(required.of(
                        "apigateway",
                        "UntagResource",
                        new Request("DELETE", tagsOfOurs, "tagKeys=a&tagKeys=b%3Ac", Map.of(), null)))
                .singleElement()
                .extracting(Permission::context)
                .isEqualTo(Map.of(
                        "aws:ResourceTag/gatelink:owner", List.of("gatelink"), "aws:TagKeys", List.of("a", "b:c")));
        assertThat(required.of(
                        "apigateway",
                        "TagResource",
                        request(
                                "PUT",
                                "/tags/" + URLEncoder.encode(GATEWAY + "/vpclinks/gone", StandardCharsets.UTF_8),
                                "{}")))
                .isEmpty();
    }

    @Test
    void anApisPolicyNeedsAPermissionOfItsOwn() {
        assertThat(required.of("apigateway", "CreateRestApi", request("POST", "/restapis", "{\"policy\": \"{}\"}")))
                .extracting(Permission::action)
                .containsExactly("apigateway:POST", "apigateway:UpdateRestApiPolicy");
        assertThat(required.of(
                        "apigateway",
                        "UpdateRestApi",
                        request(
                                "PATCH",
                                "/restapis/ours",
                                "{\"patchOperations\": [{\"op\": \"replace\", \"path\": \"/policy\", "
                                        + "\"value\": \"\"}]}")))
                .extracting(permission -> permission.action() + " " + permission.resource())
                .containsExactly(
                        "apigateway:PATCH " + GATEWAY + "/restapis/ours",
                        "apigateway:UpdateRestApiPolicy " + GATEWAY + "/restapis/ours");
    }

    @Test
    void anApisPolicyKnowsNoConditionKeys() {
        assertThat(required.of(
                        "apigateway",
                        "CreateRestApi",
                        request(
                                "POST",
                                "/restapis",
                                "{\"policy\": \"{}\", \"tags\": {\"gatelink:owner\": \"gatelink\"}}")))
                .contains(Permission.of("apigateway:UpdateRestApiPolicy", GATEWAY + "/restapis"));
    }

    @Test
    void taggingAtCreationKnowsTheTagsOfTheRequestAlone() {
        assertThat(required.of(
                        "apigateway",
                        "CreateStage",
                        request("POST", "/restapis/ours/stages", "{\"tags\": {\"team\": \"a\"}}")))
                .contains(new Permission(
                        "apigateway:PUT",
                        GATEWAY + "/tags/" + "arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Fours%2Fstages%2F*",
                        Map.of("aws:RequestTag/team", List.of("a"), "aws:TagKeys", List.of("team"))));
    }

    @Test
    void aGrantToTagAtCreationIsNoneToTagWhatExists() {
        var grant = List.of(new PolicyStatement(
                "Allow",
                List.of("apigateway:PUT"),
                List.of(GATEWAY + "/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fvpclinks%2F${*}"),
                Map.of()));
        String tagsOfOurs = "/tags/" + URLEncoder.encode(GATEWAY + "/vpclinks/ours", StandardCharsets.UTF_8);

        assertThatCode(() -> iam.check(
                        "me",
                        grant,
                        List.of(required.of("apigateway", "CreateVpcLink", request("POST", "/vpclinks", OURS))
                                .get(1))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> iam.check(
                        "me",
                        grant,
                        required.of(
                                "apigateway",
                                "TagResource",
                                request("PUT", tagsOfOurs, "{\"tags\": {\"gatelink:owner\": \"gatelink\"}}"))))
                .hasMessage("User: me is not authorized to perform: apigateway:PUT on resource: " + GATEWAY + tagsOfOurs
                        + " because no identity-based policy allows the apigateway:PUT action");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CreateStage; POST; /restapis/ours/stages; {\"tracingEnabled\": true}; true",
                "CreateStage; POST; /restapis/ours/stages; {\"tracingEnabled\": false}; false",
                "CreateDeployment; POST; /restapis/ours/deployments; {\"stageName\": \"a\", \"tracingEnabled\": "
                        + "true}; true",
                "UpdateStage; PATCH; /restapis/ours/stages/a; {\"patchOperations\": [{\"op\": \"replace\", "
                        + "\"path\": \"/tracingEnabled\", \"value\": \"true\"}]}; true",
                "UpdateStage; PATCH; /restapis/ours/stages/a; {\"patchOperations\": [{\"op\": \"replace\", "
                        + "\"path\": \"/tracingEnabled\", \"value\": \"false\"}]}; false"
            })
    void theFirstTracedStageNeedsTheServiceLinkedRole(
            String operation, String method, String path, String body, boolean needed) {
        var role = new Permission(
                "iam:CreateServiceLinkedRole",
                "arn:aws:iam::123456789012:role/aws-service-role/"
                        + "ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway",
                Map.of("iam:AWSServiceName", List.of("ops.apigateway.amazonaws.com")));

        assertThat(required.of("apigateway", operation, request(method, path, body))
                        .contains(role))
                .isEqualTo(needed);
        hasServiceLinkedRole = true;
        assertThat(required.of("apigateway", operation, request(method, path, body)))
                .doesNotContain(role);
    }

    @Test
    void theFirstLinkV2NeedsTheServiceLinkedRole() {
        Request create = request("POST", "/v2/vpclinks", "{}");

        assertThat(required.of("apigatewayv2", "CreateVpcLink", create))
                .containsExactly(
                        Permission.of("apigateway:POST", GATEWAY + "/vpclinks"),
                        new Permission(
                                "iam:CreateServiceLinkedRole",
                                "arn:aws:iam::123456789012:role/aws-service-role/"
                                        + "ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway",
                                Map.of("iam:AWSServiceName", List.of("ops.apigateway.amazonaws.com"))));
        hasServiceLinkedRole = true;
        assertThat(required.of("apigatewayv2", "CreateVpcLink", create))
                .containsExactly(Permission.of("apigateway:POST", GATEWAY + "/vpclinks"));
    }

    @Test
    void linksV2NeedThePermissionsOfTheirArns() {
        hasServiceLinkedRole = true;
        Map<String, List<String>> requestTags =
                Map.of("aws:RequestTag/gatelink:owner", List.of("g"), "aws:TagKeys", List.of("gatelink:owner"));
        Map<String, List<String>> ofOurs = Map.of("aws:ResourceTag/gatelink:owner", List.of("gatelink"));
        Map<String, List<String>> both = new HashMap<>(requestTags);
        both.putAll(ofOurs);
        String tagsOfOurs = "/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fvpclinks%2Fours";
        String body = "{\"tags\": {\"gatelink:owner\": \"g\"}}";

        assertThat(required.of("apigatewayv2", "CreateVpcLink", request("POST", "/v2/vpclinks", body)))
                .containsExactly(
                        new Permission("apigateway:POST", GATEWAY + "/vpclinks", requestTags),
                        new Permission("apigateway:POST", GATEWAY + tagsOfOurs.replace("ours", "*"), requestTags));
        assertThat(required.of("apigatewayv2", "GetVpcLinks", request("GET", "/v2/vpclinks", "-")))
                .containsExactly(Permission.of("apigateway:GET", GATEWAY + "/vpclinks"));
        assertThat(required.of("apigatewayv2", "DeleteVpcLink", request("DELETE", "/v2/vpclinks/ours", "-")))
                .containsExactly(new Permission("apigateway:DELETE", GATEWAY + "/vpclinks/ours", ofOurs));
        assertThat(required.of("apigatewayv2", "TagResource", request("POST", "/v2" + tagsOfOurs, body)))
                .containsExactly(
                        new Permission("apigateway:POST", GATEWAY + tagsOfOurs, both),
                        new Permission("apigateway:PATCH", GATEWAY + "/vpclinks/ours", both));
    }

    @Test
    void aBodyThatIsNotJsonIsLeftToTheService() {
        assertThat(required.of("apigateway", "CreateRestApi", request("POST", "/restapis", "{")))
                .containsExactly(Permission.of("apigateway:POST", GATEWAY + "/restapis"));
        assertThat(required.of("states", "StartExecution", request("POST", "/", "nonsense")))
                .containsExactly(Permission.of("states:StartExecution", "*"));
    }

    private void call(String function, String service, String operation, String method, String path, String body) {
        iam.check(
                iam.principal(function(function)),
                policy(function),
                required.of(service, operation, request(method, path, body)));
    }

    private void check(String function, Permission permission) {
        iam.check(iam.principal(function(function)), policy(function), List.of(permission));
    }

    private List<PolicyStatement> policy(String function) {
        return function(function).policy();
    }

    private Stack.Function function(String logicalId) {
        return stack.functions().stream()
                .filter(each -> each.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private static Request request(String method, String path, String body) {
        return new Request(
                method, path, "", Map.of(), body.equals("-") ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
    }
}
