package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mockito.stubbing.Answer;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiRequest;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.CreateVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.CreateVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.DeleteRestApiRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.DeleteVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApiRequest;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApisRequest;
import software.amazon.awssdk.services.apigateway.model.GetRestApisResponse;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinksRequest;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinksResponse;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.TagResourceRequest;
import software.amazon.awssdk.services.apigateway.model.TagResourceResponse;
import software.amazon.awssdk.services.apigateway.model.UpdateRestApiRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.VpcLink;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/**
 * A client for a handful of links and APIs, listed two a page so that whoever reads one page only is found out. Calls
 * that it does not know throw; a test can stub any call over it.
 */
final class FakeApiGateway {

    /** The stubbed client. */
    final ApiGatewayClient client = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);

    final List<VpcLink> links = new ArrayList<>();
    final List<RestApi> apis = new ArrayList<>();

    /** When the next APIs are created. */
    Instant now = Steps.CLOCK.instant();

    private int created;

    FakeApiGateway() {
        links(client);
        apis(client);
    }

    /** Adds a link of ours, at which this execution has the turn. */
    void link(String id, VpcLinkStatus status, String execution) {
        link(id, status, null, execution);
    }

    void link(String id, VpcLinkStatus status, String statusMessage, String execution) {
        links.add(VpcLink.builder().id(id).status(status).statusMessage(statusMessage).targetArns(Steps.ARN)
                .tags(Steps.OWNERSHIP.tags(Steps.ARN, execution)).build());
        tag(id, Map.of(Tags.TURN, Steps.EXECUTION_ARN));
    }

    /** Gives a link's turn to the execution of this name. */
    void turn(String id, String name) {
        tag(id, Map.of(Tags.TURN, Steps.EXECUTION_ARN.replace("orders-1", name)));
    }

    /** Changes the tags of a link or an API. */
    void tag(String id, Map<String, String> changes) {
        links.replaceAll(link -> link.id().equals(id) ? link.copy(l -> l.tags(with(link.tags(), changes))) : link);
        apis.replaceAll(api -> api.id().equals(id) ? api.copy(a -> a.tags(with(api.tags(), changes))) : api);
    }

    /** The tags of a link or an API. */
    Map<String, String> tags(String id) {
        return Stream.concat(links.stream().filter(link -> link.id().equals(id)).map(VpcLink::tags),
                apis.stream().filter(api -> api.id().equals(id)).map(RestApi::tags)).findFirst().orElseThrow();
    }

    private static Map<String, String> with(Map<String, String> tags, Map<String, String> changes) {
        Map<String, String> all = new TreeMap<>(tags);
        all.putAll(changes);
        return all;
    }

    /** Adds an API of ours. */
    void api(String id, Instant createdDate, String execution) {
        apis.add(RestApi.builder().id(id).createdDate(createdDate).rootResourceId("root" + id)
                .tags(Steps.OWNERSHIP.tags(Steps.ARN, execution)).build());
    }

    List<String> linkIds() {
        return links.stream().map(VpcLink::id).toList();
    }

    List<String> apiIds() {
        return apis.stream().map(RestApi::id).toList();
    }

    /** Runs an answer, then lets the caller miss it. */
    static <T> Answer<T> losing(Answer<T> answer) {
        return call -> {
            answer.answer(call);
            throw AwsExceptions.noAnswer();
        };
    }

    private void links(ApiGatewayClient stubbed) {
        doAnswer(call -> {
            GetVpcLinksRequest request = call.getArgument(0);
            return page(links, request.position(), (items, position) ->
                    GetVpcLinksResponse.builder().items(items).position(position).build());
        }).when(stubbed).getVpcLinks(any(GetVpcLinksRequest.class));
        doAnswer(call -> {
            GetVpcLinkRequest request = call.getArgument(0);
            return links.stream().filter(link -> link.id().equals(request.vpcLinkId()))
                    .map(link -> GetVpcLinkResponse.builder().id(link.id()).status(link.status())
                            .statusMessage(link.statusMessage()).tags(link.tags()).build())
                    .findFirst().orElseThrow(AwsExceptions::notFound);
        }).when(stubbed).getVpcLink(any(GetVpcLinkRequest.class));
        doAnswer(createVpcLink()).when(stubbed).createVpcLink(any(CreateVpcLinkRequest.class));
        doAnswer(call -> {
            DeleteVpcLinkRequest request = call.getArgument(0);
            remove(links.removeIf(link -> link.id().equals(request.vpcLinkId())));
            return DeleteVpcLinkResponse.builder().build();
        }).when(stubbed).deleteVpcLink(any(DeleteVpcLinkRequest.class));
        doAnswer(call -> {
            TagResourceRequest request = call.getArgument(0);
            assertThat(request.tags()).containsEntry(Tags.OWNER, Steps.OWNERSHIP.owner());
            String[] arn = request.resourceArn().split("::");
            assertThat(arn[0]).isEqualTo("arn:aws:apigateway:us-east-1");
            String id = arn[1].replaceFirst("^/(vpclinks|restapis)/", "");
            remove(links.stream().anyMatch(link -> link.id().equals(id))
                    || apis.stream().anyMatch(api -> api.id().equals(id)));
            tag(id, request.tags());
            return TagResourceResponse.builder().build();
        }).when(stubbed).tagResource(any(TagResourceRequest.class));
    }

    Answer<CreateVpcLinkResponse> createVpcLink() {
        return call -> {
            CreateVpcLinkRequest request = call.getArgument(0);
            VpcLink link = VpcLink.builder().id("new" + ++created).status(VpcLinkStatus.PENDING)
                    .targetArns(request.targetArns()).tags(request.tags()).build();
            links.add(link);
            return CreateVpcLinkResponse.builder().id(link.id()).status(link.status()).tags(link.tags()).build();
        };
    }

    private void apis(ApiGatewayClient stubbed) {
        doAnswer(call -> {
            GetRestApisRequest request = call.getArgument(0);
            return page(apis, request.position(), (items, position) ->
                    GetRestApisResponse.builder().items(items).position(position).build());
        }).when(stubbed).getRestApis(any(GetRestApisRequest.class));
        doAnswer(call -> {
            GetRestApiRequest request = call.getArgument(0);
            return apis.stream().filter(api -> api.id().equals(request.restApiId()))
                    .map(api -> GetRestApiResponse.builder().id(api.id()).createdDate(api.createdDate())
                            .rootResourceId(api.rootResourceId()).tags(api.tags()).policy(api.policy())
                            .securityPolicy(api.securityPolicy()).endpointAccessMode(api.endpointAccessMode())
                            .endpointConfiguration(api.endpointConfiguration())
                            .disableExecuteApiEndpoint(api.disableExecuteApiEndpoint()).build())
                    .findFirst().orElseThrow(AwsExceptions::notFound);
        }).when(stubbed).getRestApi(any(GetRestApiRequest.class));
        doReturn(UpdateRestApiResponse.builder().build()).when(stubbed).updateRestApi(any(UpdateRestApiRequest.class));
        doAnswer(createRestApi()).when(stubbed).createRestApi(any(CreateRestApiRequest.class));
        doAnswer(call -> {
            DeleteRestApiRequest request = call.getArgument(0);
            remove(apis.removeIf(api -> api.id().equals(request.restApiId())));
            return DeleteRestApiResponse.builder().build();
        }).when(stubbed).deleteRestApi(any(DeleteRestApiRequest.class));
    }

    Answer<CreateRestApiResponse> createRestApi() {
        return call -> {
            CreateRestApiRequest request = call.getArgument(0);
            String id = "new" + ++created;
            apis.add(RestApi.builder().id(id).createdDate(now).rootResourceId("root" + id).tags(request.tags())
                    .policy(request.policy()).securityPolicy(request.securityPolicy())
                    .endpointConfiguration(request.endpointConfiguration())
                    .endpointAccessMode(request.endpointAccessMode()).build());
            return CreateRestApiResponse.builder().id(id).createdDate(now).rootResourceId("root" + id)
                    .tags(request.tags()).build();
        };
    }

    private static void remove(boolean wasThere) {
        if (!wasThere) {
            throw AwsExceptions.notFound();
        }
    }

    private interface Page<T, R> {
        R of(List<T> items, String position);
    }

    private static <T, R> R page(List<T> all, String position, Page<T, R> page) {
        int from = position == null ? 0 : Integer.parseInt(position);
        int to = Math.min(from + 2, all.size());
        return page.of(List.copyOf(all.subList(from, to)), to < all.size() ? Integer.toString(to) : null);
    }
}
