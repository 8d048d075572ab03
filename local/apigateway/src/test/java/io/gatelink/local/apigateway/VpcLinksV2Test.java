package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigatewayv2.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLink;

class VpcLinksV2Test {

    private static final String OTHER_VPC = "vpc-0f0f0f0f0f0f0f0f0";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();

    @Test
    void aLinkIsPendingFirstAndThenAvailable() {
        var created = aws.v2.createVpcLink(r -> r.name("shop")
                .subnetIds("subnet-1", "subnet-2")
                .securityGroupIds("sg-1")
                .tags(Map.of("owner", "me")));

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.vpcLinkId()).matches("[a-z0-9]{6}");
        assertThat(created.name()).isEqualTo("shop");
        assertThat(created.subnetIds()).containsExactly("subnet-1", "subnet-2");
        assertThat(created.securityGroupIds()).containsExactly("sg-1");
        assertThat(created.tags()).containsExactly(Map.entry("owner", "me"));
        assertThat(created.createdDate()).isEqualTo(ApiGatewayFixture.START);
        assertThat(created.vpcLinkVersionAsString()).isEqualTo("V2");
        assertThat(created.vpcLinkStatusAsString()).isEqualTo("PENDING");

        aws.pass(Duration.ofSeconds(179));
        assertThat(status(created.vpcLinkId())).isEqualTo("PENDING: VPC link is provisioning ENIs");

        aws.pass(Duration.ofSeconds(1));
        assertThat(status(created.vpcLinkId())).isEqualTo("AVAILABLE: VPC link is ready to route traffic");
    }

    @Test
    void aLinkOnTheWireLooksAsOnAws() {
        String answer = aws.answer("POST", "/v2/vpclinks", "{\"name\": \"shop\", \"subnetIds\": [\"subnet-1\"]}");

        assertThat(answer)
                .matches("201 - \\{\"vpcLinkId\":\"[a-z0-9]{6}\",\"name\":\"shop\","
                        + "\"createdDate\":\"2026-01-01T00:00:00Z\",\"subnetIds\":\\[\"subnet-1\"],\"securityGroupIds\":\\[],"
                        + "\"tags\":\\{},\"vpcLinkStatus\":\"PENDING\","
                        + "\"vpcLinkStatusMessage\":\"VPC link is provisioning ENIs\",\"vpcLinkVersion\":\"V2\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            subnet-9 | | The subnet ID 'subnet-9' does not exist
            subnet-1 | sg-9 | The security group 'sg-9' does not exist
            subnet-1,subnet-other | | Subnets 'subnet-1' and 'subnet-other' are in different VPCs
            subnet-1 | sg-other | Security group 'sg-other' and subnet 'subnet-1' are in different VPCs
            subnet-1,subnet-3 | | Subnet 'subnet-3' is in Availability Zone 'use1-az3' where service is not available
            subnet-shared | | For a shared subnet, at least one security-group-id should be provided
            | | At least one subnet must be specified
            """)
    void aLinkIsRefusedWhereItCannotBe(String subnets, String group, String message) {
        aws.networks.subnet("subnet-other", OTHER_VPC, "use1-az1", "123456789012");
        aws.networks.subnet("subnet-shared", FakeLoadBalancers.VPC_ID, "use1-az1", "210987654321");
        aws.networks.securityGroup("sg-other", OTHER_VPC);

        assertThat(error(() -> aws.v2.createVpcLink(r -> r.name("n")
                        .subnetIds(subnets == null ? List.of() : List.of(subnets.split(",")))
                        .securityGroupIds(group == null ? List.of() : List.of(group)))))
                .isEqualTo("400 BadRequestException: " + message);
        assertThat(aws.v2.getVpcLinks(r -> {}).items()).isEmpty();
    }

    @Test
    void aSharedSubnetWillDoWithASecurityGroup() {
        aws.networks.subnet("subnet-shared", FakeLoadBalancers.VPC_ID, "use1-az1", "210987654321");

        assertThat(error(() -> aws.v2.createVpcLink(
                        r -> r.name("n").subnetIds("subnet-shared").securityGroupIds("sg-1"))))
                .isEqualTo("no error");
    }

    @Test
    void aLinkHasTenSubnetsAtMost() {
        var subnets = IntStream.range(10, 21).mapToObj(i -> "subnet-" + i).toList();
        subnets.forEach(id -> aws.networks.subnet(id, FakeLoadBalancers.VPC_ID, "use1-az1", "123456789012"));

        assertThat(error(() -> aws.v2.createVpcLink(r -> r.name("n").subnetIds(subnets))))
                .isEqualTo("400 BadRequestException: A VPC link can have at most 10 subnets, but has 11");
        assertThat(error(() -> aws.v2.createVpcLink(r -> r.name("n").subnetIds(subnets.subList(0, 10)))))
                .isEqualTo("no error");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void aNameHas1To128Characters(int length) {
        String id = aws.vpcLinkV2("shop");

        assertThat(error(() ->
                        aws.v2.createVpcLink(r -> r.name("x".repeat(length)).subnetIds("subnet-1"))))
                .isEqualTo("400 BadRequestException: Name must be between 1 and 128 characters");
        assertThat(error(() -> aws.v2.updateVpcLink(r -> r.vpcLinkId(id).name("x".repeat(length)))))
                .isEqualTo("400 BadRequestException: Name must be between 1 and 128 characters");
    }

    @Test
    void anAccountHasTenLinksAtMost() {
        for (int i = 0; i < 10; i++) {
            aws.vpcLinkV2("link" + i);
        }
        assertThat(error(() -> aws.vpcLinkV2("more")))
                .isEqualTo("400 BadRequestException: "
                        + "There are too many Vpc Links defined for this account. Limit is 10.");
        assertThat(error(() -> aws.vpcLink("v1"))).isEqualTo("no error");
    }

    @Test
    void aLinkWhoseSubnetIsGoneFails() {
        String id = aws.vpcLinkV2("shop");
        aws.networks.remove("subnet-2");

        aws.pass(Duration.ofMinutes(3));

        assertThat(status(id)).isEqualTo("FAILED: The subnet ID 'subnet-2' does not exist");
        aws.v2.deleteVpcLink(r -> r.vpcLinkId(id));
        aws.loop.runUntilIdle();
        assertThat(error(() -> link(id)))
                .isEqualTo("404 NotFoundException: Invalid VpcLink identifier specified " + id);
    }

    @Test
    void aPendingLinkFailsByCommand() {
        String id = aws.vpcLinkV2("shop");
        tag(id, Map.of("local:failure", "no addresses left"));

        aws.pass(Duration.ofMinutes(3));

        assertThat(status(id)).isEqualTo("FAILED: no addresses left");
    }

    @Test
    void aLinkIsInactiveAfterSixtyDaysWithoutTraffic() {
        String id = aws.vpcLinkV2("shop");
        aws.pass(Duration.ofDays(60).minusSeconds(1));
        assertThat(status(id)).startsWith("AVAILABLE");

        aws.pass(Duration.ofSeconds(1));

        assertThat(status(id)).isEqualTo("INACTIVE: VPC link is inactive, because no traffic was sent over it");
        assertThat(aws.v2.getVpcLinks(r -> {}).items())
                .extracting(VpcLink::vpcLinkStatusAsString)
                .containsExactly("INACTIVE");
    }

    @Test
    void trafficKeepsALinkActive() {
        String id = aws.availableVpcLinkV2("shop");
        aws.pass(Duration.ofDays(59));
        aws.service.carry(id);
        aws.pass(Duration.ofDays(59));

        assertThat(status(id)).startsWith("AVAILABLE");
    }

    @Test
    void aLinkIsInactiveByCommandAndTrafficRevivesIt() {
        String id = aws.availableVpcLinkV2("shop");
        tag(id, Map.of("local:inactive", "true"));
        assertThat(status(id)).startsWith("INACTIVE");

        aws.pass(Duration.ofDays(1));
        assertThat(status(id)).startsWith("INACTIVE");
        aws.service.carry(id);
        aws.pass(Duration.ofSeconds(179));
        aws.service.carry(id);
        assertThat(status(id)).startsWith("INACTIVE");
        aws.pass(Duration.ofSeconds(1));

        assertThat(status(id)).isEqualTo("AVAILABLE: VPC link is ready to route traffic");
    }

    @Test
    void aLinkWhoseSubnetWentWhileItWasInactiveFails() {
        String id = aws.availableVpcLinkV2("shop");
        tag(id, Map.of("local:inactive", "true"));
        aws.networks.remove("subnet-1");
        aws.service.carry(id);

        aws.pass(Duration.ofMinutes(3));

        assertThat(status(id)).isEqualTo("FAILED: The subnet ID 'subnet-1' does not exist");
    }

    @Test
    void anInactiveLinkCanBeDeletedAlthoughItIsReviving() {
        String id = aws.availableVpcLinkV2("shop");
        tag(id, Map.of("local:inactive", "true"));
        aws.service.carry(id);

        aws.v2.deleteVpcLink(r -> r.vpcLinkId(id));
        aws.loop.runUntilIdle();

        assertThat(error(() -> link(id))).startsWith("404 ");
    }

    @Test
    void theNameCanBeChangedAndNothingElse() {
        String id = aws.vpcLinkV2("shop");

        assertThat(aws.v2.updateVpcLink(r -> r.vpcLinkId(id).name("new")).name())
                .isEqualTo("new");
        assertThat(aws.v2.updateVpcLink(r -> r.vpcLinkId(id)).name()).isEqualTo("new");
        assertThat(aws.answer("PATCH", "/v2/vpclinks/" + id, "{\"subnetIds\": [\"subnet-1\"]}"))
                .contains("\"subnetIds\":[\"subnet-1\",\"subnet-2\"]");
    }

    @Test
    void linksAreListedInPages() {
        var ids = List.of(aws.vpcLinkV2("a"), aws.vpcLinkV2("b"), aws.vpcLinkV2("c"));

        var page = aws.v2.getVpcLinks(r -> r.maxResults("2"));
        assertThat(page.items()).extracting(VpcLink::vpcLinkId).isEqualTo(ids.subList(0, 2));
        assertThat(page.nextToken()).isNotEmpty();

        var rest = aws.v2.getVpcLinks(r -> r.maxResults("2").nextToken(page.nextToken()));
        assertThat(rest.items()).extracting(VpcLink::vpcLinkId).isEqualTo(ids.subList(2, 3));
        assertThat(rest.nextToken()).isNull();
    }

    @Test
    void aWrongPageIsRefused() {
        assertThat(error(() -> aws.v2.getVpcLinks(r -> r.nextToken("nonsense"))))
                .isEqualTo("400 BadRequestException: Invalid nextToken parameter specified");
        assertThat(error(() -> aws.v2.getVpcLinks(r -> r.maxResults("many"))))
                .isEqualTo("400 BadRequestException: Invalid maxResults specified: many");
        assertThat(error(() -> aws.v2.getVpcLinks(r -> r.maxResults("0"))))
                .isEqualTo("400 BadRequestException: Invalid maxResults specified: 0. Must be between 1 and 500");
    }

    @Test
    void theTwoVersionsDoNotShowEachOthersLinks() {
        String v1 = aws.vpcLink("v1");
        String v2 = aws.vpcLinkV2("v2");

        assertThat(aws.client.getVpcLinks().items())
                .extracting(software.amazon.awssdk.services.apigateway.model.VpcLink::id)
                .containsExactly(v1);
        assertThat(aws.v2.getVpcLinks(r -> {}).items())
                .extracting(VpcLink::vpcLinkId)
                .containsExactly(v2);
        assertThat(error(() -> link(v1)))
                .isEqualTo("404 NotFoundException: Invalid VpcLink identifier specified " + v1);
        assertThat(error(() -> aws.client.getVpcLink(r -> r.vpcLinkId(v2))))
                .isEqualTo("404 NotFoundException: Invalid Vpc Link identifier specified");
    }

    @Test
    void aDeletedLinkIsDeletingForAWhile() {
        String id = aws.availableVpcLinkV2("shop");

        var deleted = aws.v2.deleteVpcLink(r -> r.vpcLinkId(id));

        assertThat(deleted.sdkHttpResponse().statusCode()).isEqualTo(202);
        assertThat(status(id)).isEqualTo("DELETING: null");
        aws.pass(Duration.ofSeconds(29));
        assertThat(error(() -> aws.v2.deleteVpcLink(r -> r.vpcLinkId(id))))
                .isEqualTo("400 BadRequestException: Cannot delete vpc link. Vpc link '" + id
                        + "' is in DELETING state. Please wait until it has left this state.");
        aws.pass(Duration.ofSeconds(1));
        assertThat(error(() -> aws.v2.deleteVpcLink(r -> r.vpcLinkId(id)))).startsWith("404 NotFoundException");
    }

    @Test
    void aPendingLinkCannotBeDeleted() {
        String id = aws.vpcLinkV2("shop");

        assertThat(error(() -> aws.v2.deleteVpcLink(r -> r.vpcLinkId(id)))).contains("is in PENDING state");
    }

    @Test
    void tagsAreAddedReplacedAndRemoved() {
        String id = aws.vpcLinkV2("shop");

        tag(id, Map.of("a", "1", "b", "2"));
        tag(id, Map.of("b", "3"));
        aws.v2.untagResource(r -> r.resourceArn(arn(id)).tagKeys("a", "none"));

        assertThat(aws.v2.getTags(r -> r.resourceArn(arn(id))).tags()).isEqualTo(Map.of("b", "3"));
        assertThat(link(id).tags()).isEqualTo(Map.of("b", "3"));
        assertThat(error(() -> tag(id, Map.of("aws:x", "1"))))
                .isEqualTo("400 BadRequestException: Invalid tag key specified. Must not start with aws:");
    }

    @Test
    void onlyVpcLinksHaveTagsHere() {
        assertThat(error(() -> aws.v2.getTags(r -> r.resourceArn("nonsense"))))
                .isEqualTo("400 BadRequestException: Invalid ARN. ARN is not well formed nonsense");
        assertThat(error(() -> aws.v2.getTags(r -> r.resourceArn("arn:aws:apigateway:us-east-1::/apis/a1"))))
                .startsWith("501 NotImplemented: The local AWS does not support apigatewayv2 tags of");
        assertThat(error(() -> aws.v2.getTags(r -> r.resourceArn(arn("abc123")))))
                .isEqualTo("404 NotFoundException: Invalid VpcLink identifier specified abc123");
    }

    @Test
    void theFirstLinkMakesTheServiceLinkedRole() {
        assertThat(aws.service.account().hasServiceLinkedRole()).isFalse();
        aws.vpcLinkV2("shop");
        assertThat(aws.service.account().hasServiceLinkedRole()).isTrue();
    }

    @Test
    void aNewLinkIsMissingForAWhileWhereAwsIsEventuallyConsistent() {
        var slow = new ApiGatewayFixture(Settings.aws()
                .withCreationLag(() -> Duration.ofSeconds(5))
                .withListingLag(() -> Duration.ofSeconds(10))
                .withPendingLag(() -> Duration.ofMinutes(1)));
        String id = slow.vpcLinkV2("shop");

        assertThat(error(() -> slow.v2.getVpcLink(r -> r.vpcLinkId(id)))).startsWith("404 ");
        slow.pass(Duration.ofSeconds(5));
        assertThat(slow.v2.getVpcLink(r -> r.vpcLinkId(id)).name()).isEqualTo("shop");
        assertThat(slow.v2.getVpcLinks(r -> {}).items()).isEmpty();
        slow.pass(Duration.ofSeconds(5));
        assertThat(slow.v2.getVpcLinks(r -> {}).items()).hasSize(1);
        slow.pass(Duration.ofMinutes(3));
        assertThat(slow.v2.getVpcLink(r -> r.vpcLinkId(id)).vpcLinkStatusAsString())
                .isEqualTo("PENDING");
    }

    @Test
    void otherOperationsAreRefusedByName() {
        assertThat(error(() -> aws.v2.getApis(r -> {})))
                .startsWith("501 NotImplemented: The local AWS does not support apigatewayv2 GET /v2/apis.");
    }

    private void tag(String id, Map<String, String> tags) {
        aws.v2.tagResource(r -> r.resourceArn(arn(id)).tags(tags));
    }

    private static String arn(String id) {
        return "arn:aws:apigateway:us-east-1::/vpclinks/" + id;
    }

    private GetVpcLinkResponse link(String id) {
        return aws.v2.getVpcLink(r -> r.vpcLinkId(id));
    }

    private String status(String id) {
        return link(id).vpcLinkStatusAsString() + ": " + link(id).vpcLinkStatusMessage();
    }
}
