package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.apigateway.SharedLinks;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.SharedVpcLinks;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.Network;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLink;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLinkStatus;

/** The VPC links of one version, as far as a publication makes and watches the one that it goes through. */
sealed interface Links {

    /**
     * Those through which a load balancer is reached.
     *
     * @param network {@code null} for a link of version 1
     */
    static Links of(Clients clients, Step step, Network network) {
        return network == null
                ? new Own(clients.ofV1(), step)
                : new Shared(clients.ofV2(), step.sharedVpcLinks(), network);
    }

    /** API Gateway with the links of either version. */
    record Clients(ApiGateway ofV1, SharedLinks ofV2) {

        static Clients of(AwsClients clients) {
            return new Clients(ApiGateway.of(clients), SharedLinks.of(clients));
        }
    }

    /**
     * How a link is.
     *
     * @param status  {@code PENDING}, {@code AVAILABLE}, {@code FAILED}, {@code DELETING} or {@code INACTIVE}
     * @param message API Gateway's words, or {@code null}
     */
    record State(String status, String message) {}

    /** The id of the link, which is made if there is none. */
    String obtain();

    /** How a link is; nothing if there is none of this id. */
    Optional<State> state(String id);

    /** Whether a link was created so shortly ago that it may not show yet. */
    boolean isNew(String id);

    /**
     * Sees to it that a link that failed goes.
     *
     * @param reason API Gateway's, for those that wait for it
     * @param served whether the load balancer is published through it, and needs another one
     */
    void discard(String id, String reason, boolean served);

    /** Forgets a link, so that another one is made. */
    void forget(String id);

    /** Links of version 1: one for each load balancer, which takes no other. A roll back deletes them. */
    record Own(ApiGateway apiGateway, Step step) implements Links {

        @Override
        public String obtain() {
            return step.obtain(Part.VPC_LINK, apiGateway::of, apiGateway::createVpcLink);
        }

        @Override
        public Optional<State> state(String id) {
            return apiGateway.vpcLink(id).map(link -> new State(link.statusAsString(), link.statusMessage()));
        }

        @Override
        public boolean isNew(String id) {
            return step.isNew();
        }

        @Override
        public void discard(String id, String reason, boolean served) {
            // One that did not serve is deleted by the roll back.
            if (served) {
                apiGateway.delete(Part.VPC_LINK, id);
            }
        }

        @Override
        public void forget(String id) {
            step.write(new Change().remove(Part.VPC_LINK.attribute(), Publication.LISTED));
        }
    }

    /** Links of version 2: one for each VPC. Reconciliation deletes those that are not used. */
    record Shared(SharedLinks apiGateway, SharedVpcLinks links, Network network) implements Links {

        @Override
        public String obtain() {
            return links.obtain(network.link(), this::working, () -> apiGateway.create(network));
        }

        /** Those of a name that work, or may soon: none that is on its way out. */
        private List<String> working(String name) {
            return apiGateway.ours().stream()
                    .filter(link -> name.equals(link.tags().get(SharedLinks.VPC)))
                    .filter(link -> link.vpcLinkStatus() != VpcLinkStatus.DELETING
                            && link.vpcLinkStatus() != VpcLinkStatus.FAILED)
                    .map(VpcLink::vpcLinkId)
                    .toList();
        }

        @Override
        public Optional<State> state(String id) {
            Optional<State> found = apiGateway
                    .find(id)
                    .map(link -> new State(link.vpcLinkStatusAsString(), link.vpcLinkStatusMessage()));
            // Of many executions that wait for a link, the first that sees it FAILED deletes it.
            return found.filter(state -> !state.status().equals("DELETING"))
                    .or(() -> links.failure(network.link(), id).map(reason -> new State("FAILED", reason)))
                    .or(() -> found);
        }

        @Override
        public boolean isNew(String id) {
            return links.isNew(network.link(), id);
        }

        @Override
        public void discard(String id, String reason, boolean served) {
            links.fail(network.link(), id, reason);
            try {
                apiGateway.delete(id);
            } catch (BadRequestException inUse) {
                // APIs still lead through it: reconciliation deletes it once none does.
            }
        }

        @Override
        public void forget(String id) {
            links.forget(network.link(), id);
        }
    }
}
