package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.VpcLink;

class VpcLinksTest {

    private final ApiGatewayFixture aws = new ApiGatewayFixture();

    @Test
    void aLinkIsPendingFirstAndThenAvailable() {
        String arn = aws.loadBalancers.network("shop", "active");

        var created = aws.client.createVpcLink(
                r -> r.name("shop").description("d").targetArns(arn).tags(Map.of("owner", "me")));

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(202);
        assertThat(created.id()).matches("[a-z0-9]{6}");
        assertThat(created.name()).isEqualTo("shop");
        assertThat(created.description()).isEqualTo("d");
        assertThat(created.targetArns()).containsExactly(arn);
        assertThat(created.tags()).containsExactly(Map.entry("owner", "me"));
        assertThat(created.statusAsString()).isEqualTo("PENDING");
        assertThat(created.statusMessage()).isNull();

        aws.pass(Duration.ofSeconds(179));
        assertThat(link(created.id()).statusAsString()).isEqualTo("PENDING");

        aws.pass(Duration.ofSeconds(1));
        assertThat(link(created.id()).statusAsString()).isEqualTo("AVAILABLE");
        assertThat(link(created.id()).statusMessage()).isEqualTo("Your vpc link is ready for use");
        assertThat(aws.loadBalancers.association(arn))
                .hasValueSatisfying(service -> assertThat(service).matches("vpce-svc-[0-9a-f]{17}"));
    }

    @Test
    void aLinkToANlbThatIsAssociatedFails() {
        String arn = aws.loadBalancers.network("shop", "active");
        aws.loadBalancers.associate(arn, "vpce-svc-0a1b2c3d4e5f67890");

        assertFails(arn, "NLB is already associated with another VPC Endpoint Service");
        assertThat(aws.loadBalancers.association(arn)).contains("vpce-svc-0a1b2c3d4e5f67890");
    }

    @Test
    void ofTwoLinksToOneNlbTheFirstCreatedWins() {
        String arn = aws.loadBalancers.network("shop", "active");
        String first =
                aws.client.createVpcLink(r -> r.name("a").targetArns(arn)).id();
        String second =
                aws.client.createVpcLink(r -> r.name("b").targetArns(arn)).id();

        aws.loop.runUntilIdle();

        assertThat(link(first).statusAsString()).isEqualTo("AVAILABLE");
        assertThat(link(second).statusAsString()).isEqualTo("FAILED");
        assertThat(link(second).statusMessage())
                .isEqualTo("NLB is already associated with another VPC Endpoint Service");
    }

    @Test
    void aLinkToAnApplicationLoadBalancerFails() {
        assertFails(aws.loadBalancers.application("web"), "NLB ARN is malformed");
    }

    @Test
    void aLinkToSomethingElseFails() {
        assertFails("arn:aws:s3:::bucket", "NLB ARN is malformed");
    }

    @Test
    void aLinkToANlbThatIsProvisioningFails() {
        assertFails(
                aws.loadBalancers.network("shop", "provisioning"),
                "NLB is not in active state. If you recently "
                        + "created this NLB, please wait for it to become active and try again.");
    }

    @Test
    void aLinkToANlbThatIsGoneFails() {
        assertFails(FakeLoadBalancers.arn("loadbalancer/net/gone/0123456789abcdef"), "NLB does not exist");
    }

    @Test
    void aLinkNeedsAName() {
        String arn = aws.loadBalancers.network("shop", "active");

        assertThat(error(() -> aws.client.createVpcLink(r -> r.name("").targetArns(arn))))
                .isEqualTo("400 BadRequestException: Name cannot be empty");
        assertThat(aws.client.getVpcLinks().items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid-arn", "arn:aws:elasticloadbalancing", "arn:aws:a:b:1: x", "http://lb"})
    void aLinkNeedsAnArn(String arn) {
        assertThat(error(() -> aws.client.createVpcLink(r -> r.name("n").targetArns(arn))))
                .isEqualTo("400 BadRequestException: Invalid ARN. ARN is not well formed " + arn);
    }

    @Test
    void aLinkHasExactlyOneTarget() {
        String arn = aws.loadBalancers.network("shop", "active");

        assertThat(error(() -> aws.client.createVpcLink(r -> r.name("n").targetArns(List.of()))))
                .isEqualTo("400 BadRequestException: Target arns cannot be empty");
        assertThat(error(() -> aws.client.createVpcLink(r -> r.name("n").targetArns(arn, arn))))
                .isEqualTo("400 BadRequestException: More than one target arn specified for vpc link.");
    }

    @Test
    void anAccountHasTwentyLinksAtMost() {
        for (int i = 0; i < 20; i++) {
            aws.vpcLink("nlb" + i);
        }
        assertThat(error(() -> aws.vpcLink("more")))
                .isEqualTo("400 BadRequestException: "
                        + "There are too many Vpc Links defined for this account. Limit is 20");
    }

    @Test
    void linksAreListedInPages() {
        var ids = List.of(aws.vpcLink("a"), aws.vpcLink("b"), aws.vpcLink("c"));

        var page = aws.client.getVpcLinks(r -> r.limit(2));
        assertThat(page.items()).extracting(VpcLink::id).isEqualTo(ids.subList(0, 2));
        assertThat(page.position()).isNotEmpty();

        var rest = aws.client.getVpcLinks(r -> r.limit(2).position(page.position()));
        assertThat(rest.items()).extracting(VpcLink::id).isEqualTo(ids.subList(2, 3));
        assertThat(rest.position()).isNull();

        assertThat(aws.client.getVpcLinksPaginator(r -> r.limit(1)).items().stream()
                        .map(VpcLink::id))
                .isEqualTo(ids);
    }

    @Test
    void aPositionStaysValidWhenItsLinkIsGone() {
        var ids = List.of(aws.vpcLink("a"), aws.vpcLink("b"), aws.vpcLink("c"));
        aws.pass(Duration.ofMinutes(3));
        String position = aws.client.getVpcLinks(r -> r.limit(2)).position();
        aws.client.deleteVpcLink(r -> r.vpcLinkId(ids.get(0)));
        aws.client.deleteVpcLink(r -> r.vpcLinkId(ids.get(1)));
        aws.loop.runUntilIdle();

        assertThat(aws.client.getVpcLinks(r -> r.limit(2).position(position)).items())
                .extracting(VpcLink::id)
                .containsExactly(ids.get(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "YWZ0ZXI6eA", "%00", "AAAA"})
    void anInventedPositionIsRefused(String position) {
        assertThat(error(() -> aws.client.getVpcLinks(r -> r.position(position))))
                .isEqualTo("400 BadRequestException: Invalid position parameter specified");
    }

    @Test
    void nameAndDescriptionCanBeChanged() {
        String id = aws.vpcLink("shop");

        var updated = aws.client.updateVpcLink(
                r -> r.vpcLinkId(id).patchOperations(replace("/name", "new"), replace("/description", "why")));

        assertThat(updated.name()).isEqualTo("new");
        assertThat(updated.description()).isEqualTo("why");
        assertThat(link(id).name()).isEqualTo("new");
        assertThat(link(id).description()).isEqualTo("why");
    }

    @Test
    void theTargetCannotBeChanged() {
        String id = aws.vpcLink("shop");

        assertThat(error(() -> aws.client.updateVpcLink(
                        r -> r.vpcLinkId(id).patchOperations(patch(Op.ADD, "/targetArns", "arn:aws:s3:::bucket")))))
                .isEqualTo("400 BadRequestException: Target arns are not allowed to be changed/added.");
        assertThat(error(() -> aws.client.updateVpcLink(
                        r -> r.vpcLinkId(id).patchOperations(replace("/status", "AVAILABLE")))))
                .isEqualTo("400 BadRequestException: Invalid patch path /status");
        assertThat(error(() ->
                        aws.client.updateVpcLink(r -> r.vpcLinkId(id).patchOperations(patch(Op.ADD, "/name", "x")))))
                .isEqualTo("400 BadRequestException: Invalid patch operation specified. Must be one of: [replace]");
        assertThat(error(() -> aws.client.updateVpcLink(r -> r.vpcLinkId(id).patchOperations(replace("/name", "")))))
                .isEqualTo("400 BadRequestException: Name cannot be empty");
    }

    @Test
    void aPatchIsDoneInFullOrNotAtAll() {
        String id = aws.vpcLink("shop");

        assertThat(error(() -> aws.client.updateVpcLink(
                        r -> r.vpcLinkId(id).patchOperations(replace("/name", "new"), replace("/wrong", "x")))))
                .isEqualTo("400 BadRequestException: Invalid patch path /wrong");
        assertThat(link(id).name()).isEqualTo("shop");
    }

    @Test
    void aDeletedLinkIsDeletingForAWhileAndFreesItsNlbWhenItIsGone() {
        String id = aws.availableVpcLink("shop");
        String arn = link(id).targetArns().get(0);

        assertThat(aws.client
                        .deleteVpcLink(r -> r.vpcLinkId(id))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(202);

        assertThat(link(id).statusAsString()).isEqualTo("DELETING");
        aws.pass(Duration.ofSeconds(29));
        assertThat(aws.loadBalancers.association(arn)).isPresent();
        aws.pass(Duration.ofSeconds(1));
        assertThat(error(() -> link(id))).isEqualTo("404 NotFoundException: Invalid Vpc Link identifier specified");
        assertThat(aws.client.getVpcLinks().items()).isEmpty();
        assertThat(aws.loadBalancers.association(arn)).isEmpty();
    }

    @Test
    void aFailedLinkCanBeDeletedAndLeavesTheOtherAssociationAlone() {
        String arn = aws.loadBalancers.network("shop", "active");
        aws.loadBalancers.associate(arn, "vpce-svc-0a1b2c3d4e5f67890");
        String id = aws.client.createVpcLink(r -> r.name("n").targetArns(arn)).id();
        aws.pass(Duration.ofMinutes(3));

        aws.client.deleteVpcLink(r -> r.vpcLinkId(id));
        aws.loop.runUntilIdle();

        assertThat(error(() -> link(id))).startsWith("404 ");
        assertThat(aws.loadBalancers.association(arn)).contains("vpce-svc-0a1b2c3d4e5f67890");
    }

    @Test
    void aLinkThatIsPendingOrDeletingCannotBeDeleted() {
        String id = aws.vpcLink("shop");
        assertThat(error(() -> aws.client.deleteVpcLink(r -> r.vpcLinkId(id))))
                .isEqualTo("400 BadRequestException: "
                        + "Cannot delete vpc link. Vpc link '" + id
                        + "' is in PENDING state. Please wait until it has left "
                        + "this state.");

        aws.pass(Duration.ofMinutes(3));
        aws.client.deleteVpcLink(r -> r.vpcLinkId(id));
        assertThat(error(() -> aws.client.deleteVpcLink(r -> r.vpcLinkId(id)))).contains("is in DELETING state");
    }

    @Test
    void aLinkStaysWhileAStageUsesItLiterallyOrThroughItsVariable() {
        String id = aws.availableVpcLink("shop");
        String literal = aws.integratedApi(id);
        String variable = aws.integratedApi("${stageVariables.vpcLinkId}");
        aws.client.createDeployment(r -> r.restApiId(literal).stageName("live"));
        aws.client.createDeployment(r -> r.restApiId(variable).stageName("test").variables(Map.of("vpcLinkId", id)));

        assertThat(error(() -> aws.client.deleteVpcLink(r -> r.vpcLinkId(id))))
                .isEqualTo("400 BadRequestException: "
                        + "Cannot delete vpc link. Vpc link '" + id + "', is referenced in ["
                        + literal + ":GET:" + aws.root(literal) + ":live, "
                        + variable + ":GET:" + aws.root(variable) + ":test] in format of "
                        + "[RESTApiId:Method:Resource:Stage].");
        assertThat(link(id).statusAsString()).isEqualTo("AVAILABLE");

        aws.client.deleteRestApi(r -> r.restApiId(literal));
        aws.client.updateStage(r ->
                r.restApiId(variable).stageName("test").patchOperations(replace("/variables/vpcLinkId", "other1")));
        aws.client.deleteVpcLink(r -> r.vpcLinkId(id));
        assertThat(link(id).statusAsString()).isEqualTo("DELETING");
    }

    @Test
    void anUnknownLinkIsNotFound() {
        String notFound = "404 NotFoundException: Invalid Vpc Link identifier specified";

        assertThat(error(() -> link("abc123"))).isEqualTo(notFound);
        assertThat(error(() -> aws.client.deleteVpcLink(r -> r.vpcLinkId("abc123"))))
                .isEqualTo(notFound);
        assertThat(error(() -> aws.client.updateVpcLink(r -> r.vpcLinkId("abc123"))))
                .isEqualTo(notFound);
    }

    @Test
    void theSdkSeesNoTagsAsAnEmptyMap() {
        String id = aws.vpcLink("shop");

        assertThat(aws.answer("GET", "/vpclinks/" + id, null))
                .isEqualTo("200 - {\"id\":\"" + id
                        + "\",\"name\":\"shop\",\"targetArns\":[\""
                        + FakeLoadBalancers.arn("loadbalancer/net/shop/" + "0123456789abcdef")
                        + "\"],\"status\":\"PENDING\",\"tags\":{}}");
    }

    private void assertFails(String arn, String statusMessage) {
        String id = aws.client.createVpcLink(r -> r.name("n").targetArns(arn)).id();
        aws.pass(Duration.ofMinutes(3));
        assertThat(link(id).statusAsString()).isEqualTo("FAILED");
        assertThat(link(id).statusMessage()).isEqualTo(statusMessage);
    }

    private GetVpcLinkResponse link(String id) {
        return aws.client.getVpcLink(r -> r.vpcLinkId(id));
    }
}
