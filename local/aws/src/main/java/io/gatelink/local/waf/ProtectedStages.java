package io.gatelink.local.waf;

import java.util.List;
import java.util.Optional;

/** The stages of APIs, which keep their associations with web ACLs themselves. Used exclusively. */
public interface ProtectedStages {

    /** Whether a stage is there, and seen by those who look for it. */
    enum Presence {
        THERE,
        /** Made so lately that not all see it yet. */
        NOT_YET_SEEN,
        MISSING
    }

    Presence presence(String restApiId, String stageName);

    /** @param webAclArn {@code null} for none */
    void associate(String restApiId, String stageName, String webAclArn);

    /** The web ACL that a stage is associated with. */
    Optional<String> webAclOf(String restApiId, String stageName);

    /** The stages that are associated with a web ACL, as {@code <api>/<stage>}. */
    List<String> stagesOf(String webAclArn);
}
