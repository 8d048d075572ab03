package io.gatelink.functions;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import software.amazon.awssdk.services.apigateway.model.GetRestApisRequest;
import software.amazon.awssdk.services.apigateway.model.GetRestApisResponse;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinksRequest;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinksResponse;
import software.amazon.awssdk.services.apigateway.model.RestApi;
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

    /** Adds a link of ours. */
    void link(String id, VpcLinkStatus status, String execution) {
        link(id, status, null, execution);
    }

    void link(String id, VpcLinkStatus status, String statusMessage, String execution) {
        links.add(VpcLink.builder().id(id).status(status).statusMessage(statusMessage).targetArns(Steps.ARN)
                .tags(Steps.OWNERSHIP.tags(Steps.ARN, execution)).build());
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
                    .build());
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
