package io.gatelink.local.cli;

import io.gatelink.local.cli.operator.CommandContext;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands: the operator's with what they find around them. */
final class Commands implements IFactory {

    private CommandContext context;

    /** @param context {@code null} for that of this process */
    Commands(CommandContext context) {
        this.context = context;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == CommandContext.class) {
                return type.cast(constructor.newInstance(context()));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }

    private CommandContext context() {
        if (context == null) {
            context = CommandContext.ofThisProcess();
        }
        return context;
    }
}
