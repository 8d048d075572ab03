package io.gatelink.local.apigateway.dataplane;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.velocity.runtime.directive.ForeachScope;
import org.apache.velocity.util.introspection.Info;
import org.apache.velocity.util.introspection.SecureUberspector;
import org.apache.velocity.util.introspection.VelMethod;
import org.apache.velocity.util.introspection.VelPropertyGet;
import org.apache.velocity.util.introspection.VelPropertySet;

/** Lets templates reach texts, numbers, lists, maps and API Gateway's own functions, and nothing else. */
final class TemplateUberspect extends SecureUberspector {

    /** These lead out, or make much of little. */
    private static final Set<String> DENIED = Set.of(
            "class", "getClass", "format", "formatted", "join", "repeat", "wait", "notify", "notifyAll", "intern");

    @Override
    public Iterator<?> getIterator(Object target, Info info) {
        return isAllowed(target, "iterator") ? super.getIterator(target, info) : Collections.emptyIterator();
    }

    @Override
    public VelMethod getMethod(Object target, String name, Object[] arguments, Info info) {
        VelMethod method = isAllowed(target, name) ? super.getMethod(target, name, arguments, info) : null;
        return method == null ? null : new LimitedMethod(method);
    }

    @Override
    public VelPropertyGet getPropertyGet(Object target, String name, Info info) {
        return target instanceof Map || isAllowed(target, name) ? super.getPropertyGet(target, name, info) : null;
    }

    @Override
    public VelPropertySet getPropertySet(Object target, String name, Object value, Info info) {
        if (!(target instanceof Map)) {
            throw new IllegalStateException("The property " + name + " cannot be set");
        }
        TemplateLimits.checkSize(value);
        return super.getPropertySet(target, name, value, info);
    }

    private static boolean isAllowed(Object target, String name) {
        return !DENIED.contains(name)
                && (target instanceof String
                        || target instanceof Number
                        || target instanceof Boolean
                        || target instanceof Map
                        || target instanceof Map.Entry
                        || target instanceof Collection
                        || target instanceof Iterator
                        || target instanceof ForeachScope
                        || target instanceof TemplateInput
                        || target instanceof TemplateUtil);
    }

    private record LimitedMethod(VelMethod method) implements VelMethod {

        @Override
        public Object invoke(Object target, Object[] arguments)
                throws IllegalAccessException, InvocationTargetException {
            if (target instanceof String text
                    && getMethodName().startsWith("replace")
                    && arguments[arguments.length - 1] instanceof String by) {
                TemplateLimits.checkReplacement(text.length(), by.length());
            }
            Stream.of(arguments).forEach(TemplateLimits::checkSize);
            TemplateLimits.checkSize(target);
            Object result = method.invoke(target, arguments);
            TemplateLimits.checkSize(target);
            return TemplateLimits.checkSize(result);
        }

        @Override
        public boolean isCacheable() {
            return method.isCacheable();
        }

        @Override
        public String getMethodName() {
            return method.getMethodName();
        }

        @Override
        public Method getMethod() {
            return method.getMethod();
        }

        @Override
        public Class<?> getReturnType() {
            return method.getReturnType();
        }
    }
}
