package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Deletes APIs and links in the order that API Gateway accepts: stages, APIs, links. It is done when all of that is really
 * gone, but for what AWS refuses to delete; until then the state machine has to come back.
 */
final class Teardown {

    private final RestApis restApis;
    private final VpcLinks vpcLinks;
    private final Undo undo;
    private Optional<GatelinkException> notYet = Optional.empty();

    Teardown(RestApis restApis, VpcLinks vpcLinks, Undo undo) {
        this.restApis = restApis;
        this.vpcLinks = vpcLinks;
        this.undo = undo;
    }

    /**
     * Deletes an API after its stages.
     *
     * @throws ThrottledException as a rule, if another API was deleted within the last 30 s
     */
    void delete(RestApi api) {
        for (Stage stage : restApis.stages(api.id())) {
            undo.run("stage " + stage.stageName() + " of REST API " + api.id(),
                    () -> restApis.deleteStage(api.id(), stage.stageName()));
        }
        undo.run("REST API " + api.id(), () -> restApis.delete(api.id()));
    }

    /** Deletes a link as far as that goes now. */
    void delete(Link link) {
        String name = "VPC link " + link.id();
        switch (link.status()) {
            case PENDING -> again(new VpcLinkPendingException(
                    name + " is still PENDING: it can be deleted once it is AVAILABLE or FAILED."));
            case DELETING -> again(stillDeleting(name));
            case AVAILABLE, FAILED -> {
                Optional<GatelinkException> refused = Undo.refusal(() -> vpcLinks.delete(link.id()));
                Optional<Link> now = vpcLinks.describe(link.id());
                if (now.isEmpty()) {
                    undo.done(name);
                } else if (refused.isEmpty() || now.get().status() == VpcLinks.Status.DELETING) {
                    // A link whose deletion has begun can show as AVAILABLE for a moment, and refuse a second one.
                    again(stillDeleting(name));
                } else {
                    undo.leftover(name, refused.get().getMessage());
                }
            }
        }
    }

    /**
     * Returns if nothing has to be waited for.
     *
     * @throws VpcLinkPendingException  if a link is still {@code PENDING}, and so cannot be deleted yet
     * @throws VpcLinkDeletingException if a link's deletion takes more time
     */
    void requireDone() {
        if (notYet.isPresent()) {
            throw notYet.get();
        }
    }

    private void again(GatelinkException reason) {
        notYet = notYet.or(() -> Optional.of(reason));
    }

    private static VpcLinkDeletingException stillDeleting(String name) {
        return new VpcLinkDeletingException(name + " is still being deleted.");
    }
}
