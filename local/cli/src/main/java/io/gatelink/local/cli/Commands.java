package io.gatelink.local.cli;

import io.gatelink.local.cli.operator.Surroundings;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands: the operator's with what they find around them. */
final class Commands implements IFactory {

    private Surroundings surroundings;

    /** @param surroundings {@code null} for those of this process */
    Commands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Surroundings.class) {
                return type.cast(constructor.newInstance(surroundings()));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }

    private Surroundings surroundings() {
        if (surroundings == null) {
            surroundings = Surroundings.ofThisProcess();
        }
        return surroundings;
    }
}
