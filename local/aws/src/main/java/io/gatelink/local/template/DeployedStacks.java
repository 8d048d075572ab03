package io.gatelink.local.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The stacks that are deployed now. Services ask it at each call for the resources of all of them, so that a deployment
 * takes effect at once. Used exclusively.
 */
public final class DeployedStacks implements Supplier<Stack> {

    private final Map<String, Stack> stacks = new LinkedHashMap<>();
    private Stack all = Stack.NOTHING;

    /** The resources of all stacks. */
    @Override
    public Stack get() {
        return all;
    }

    /** Puts a stack in the place of the one of its name, if there is one. */
    public void put(Stack stack) {
        stacks.put(stack.name(), stack);
        all = Stack.of(stacks.values());
    }

    /** Removes the stack of this name, if there is one. */
    public void remove(String name) {
        stacks.remove(name);
        all = Stack.of(stacks.values());
    }

    /** What is deployed now, to be brought back later. */
    public Runnable snapshot() {
        var before = new LinkedHashMap<>(stacks);
        return () -> {
            stacks.clear();
            stacks.putAll(before);
            all = Stack.of(stacks.values());
        };
    }
}
