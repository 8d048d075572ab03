package io.gatelink.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.gatelink.local.template.Stack;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The class that a function's {@code Handler} names, found and checked, but not initialized: its static state is made
 * in the first sandbox.
 *
 * @param name of the class
 */
record HandlerType(String name, ClassLoader loader) {

    private static final String METHOD = "::handleRequest";

    /** @throws InvalidFunctionException if there is no such class, or if Lambda could not use it */
    static HandlerType of(Stack.Function function, ClassLoader loader) {
        String handler = function.handler();
        String name = handler.endsWith(METHOD) ? handler.substring(0, handler.length() - METHOD.length()) : handler;
        if (name.contains("::")) {
            throw new InvalidFunctionException(
                    function,
                    "names a method. Name a class that implements " + "RequestStreamHandler or RequestHandler.");
        }
        Class<?> type;
        try {
            type = Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new InvalidFunctionException(
                    function,
                    function.code()
                            .map(code -> "is not in the jar s3://" + code.bucket() + "/" + code.key()
                                    + ". Correct the template, or upload the jar that has it.")
                            .orElse("is not on the class path. Correct the template, or build the module that has "
                                    + "it."));
        }
        boolean pojo = RequestHandler.class.isAssignableFrom(type);
        if (!pojo && !RequestStreamHandler.class.isAssignableFrom(type)) {
            throw new InvalidFunctionException(
                    function, "implements neither RequestStreamHandler nor RequestHandler. Implement one of them.");
        }
        if (pojo && parameters(type).values().stream().anyMatch(TypeVariable.class::isInstance)) {
            throw new InvalidFunctionException(
                    function,
                    "does not implement RequestHandler with concrete type parameters. Name them in the class.");
        }
        try {
            var unused = type.getConstructor();
        } catch (NoSuchMethodException e) {
            throw new InvalidFunctionException(function, "has no public zero-argument constructor. Add one.");
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            throw new InvalidFunctionException(function, "is abstract. Name a class that can be instantiated.");
        }
        return new HandlerType(name, loader);
    }

    /** Initializes the class, if this is the first time. */
    Class<?> load() throws ClassNotFoundException {
        return Class.forName(name, true, loader);
    }

    /** What the variables {@code I} and {@code O} of {@link RequestHandler} stand for in a class. */
    static Map<String, Type> parameters(Class<?> type) {
        var known = new LinkedHashMap<TypeVariable<?>, Type>();
        collect(type, known);
        var parameters = new LinkedHashMap<String, Type>();
        for (TypeVariable<?> variable : RequestHandler.class.getTypeParameters()) {
            Type resolved = variable;
            while (resolved instanceof TypeVariable<?> && known.containsKey(resolved)) {
                resolved = known.get(resolved);
            }
            parameters.put(variable.getName(), resolved);
        }
        return parameters;
    }

    private static void collect(Type type, Map<TypeVariable<?>, Type> known) {
        Class<?> raw;
        if (type instanceof ParameterizedType parameterized) {
            raw = (Class<?>) parameterized.getRawType();
            for (int i = 0; i < raw.getTypeParameters().length; i++) {
                known.put(raw.getTypeParameters()[i], parameterized.getActualTypeArguments()[i]);
            }
        } else if (type instanceof Class<?> plain) {
            raw = plain;
        } else {
            return;
        }
        for (Type parent : raw.getGenericInterfaces()) {
            collect(parent, known);
        }
        collect(raw.getGenericSuperclass(), known);
    }
}
