package io.gatelink.functions;

/** Creates handlers as Lambda does; {@link LambdaJarTest} runs it with the jar for Lambda as its class path. */
public final class LambdaJarProbe {

    private LambdaJarProbe() {}

    /** @param handlers the names of their classes */
    public static void main(String[] handlers) throws ReflectiveOperationException {
        for (String handler : handlers) {
            System.out.println(Class.forName(handler)
                    .getConstructor()
                    .newInstance()
                    .getClass()
                    .getName());
        }
    }
}
