package io.gatelink.local.ec2;

import java.util.Map;

/** A VPC. */
public record Vpc(String id, Cidr cidrBlock, boolean isDefault, Map<String, String> tags) {

    public Vpc {
        tags = Map.copyOf(tags);
    }
}
