package io.gatelink.local.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** The SDK's structures as trees of JSON, by what the SDK's model says of their fields. */
final class SdkModel {

    private SdkModel() {}

    /** @param builder of the structure */
    static Object build(SdkPojo builder, JsonNode json) {
        Map<String, SdkField<?>> fields =
                builder.sdkFields().stream().collect(Collectors.toMap(SdkField::memberName, field -> field));
        json.properties().forEach(member -> {
            SdkField<?> field = fields.get(member.getKey());
            if (field == null) {
                throw new IllegalArgumentException(member.getKey() + " is none of " + fields.keySet());
            }
            field.set(builder, value(field, member.getValue()));
        });
        return ((Buildable) builder).build();
    }

    private static Object value(SdkField<?> field, JsonNode json) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            var list = new ArrayList<>();
            json.forEach(item -> list.add(value(element(field), item)));
            return list;
        }
        if (type == MarshallingType.MAP) {
            var map = new LinkedHashMap<String, Object>();
            json.properties().forEach(entry -> map.put(entry.getKey(), value(element(field), entry.getValue())));
            return map;
        }
        if (type == MarshallingType.SDK_POJO) {
            return build(field.constructor().get(), json);
        }
        if (type == MarshallingType.STRING) {
            return json.isTextual() ? json.textValue() : Json.write(json);
        }
        Class<?> target = type.getTargetClass();
        if (target == Integer.class) {
            return json.intValue();
        }
        if (target == Long.class) {
            return json.longValue();
        }
        if (target == Double.class) {
            return json.doubleValue();
        }
        if (target == Boolean.class) {
            return json.booleanValue();
        }
        if (target == BigDecimal.class) {
            return json.decimalValue();
        }
        if (target == Instant.class) {
            return Instant.parse(json.textValue());
        }
        if (target == SdkBytes.class) {
            return SdkBytes.fromUtf8String(json.textValue());
        }
        throw new IllegalArgumentException("No way to make a " + target);
    }

    /** What a structure holds; absent members are left out. */
    static JsonNode json(Object value) {
        if (value instanceof SdkPojo pojo) {
            ObjectNode object = Json.object();
            for (SdkField<?> field : pojo.sdkFields()) {
                Object member = field.getValueOrDefault(pojo);
                if (member != null && !member.getClass().getSimpleName().startsWith("DefaultSdkAuto")) {
                    object.set(field.memberName(), json(member));
                }
            }
            return object;
        }
        if (value instanceof List<?> list) {
            ArrayNode array = Json.array();
            list.forEach(item -> array.add(json(item)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = Json.object();
            map.forEach((key, item) -> object.set((String) key, json(item)));
            return object;
        }
        return Json.object().textNode(value instanceof SdkBytes bytes ? bytes.asUtf8String() : String.valueOf(value));
    }

    /**
     * The paths of all fields within a structure that are no structures themselves. One that can hold itself is a
     * value.
     */
    static Set<String> leaves(SdkPojo structure) {
        var leaves = new TreeSet<String>();
        structure.sdkFields().forEach(field -> addLeaves(field.memberName(), field, leaves));
        return leaves;
    }

    private static void addLeaves(String path, SdkField<?> field, Set<String> leaves) {
        MarshallingType<?> type = field.marshallingType();
        if (!hasFields(field)) {
            leaves.add(path);
        } else if (type == MarshallingType.LIST) {
            addLeaves(path + "[]", element(field), leaves);
        } else if (type == MarshallingType.MAP) {
            addLeaves(path + "{}", element(field), leaves);
        } else {
            field.constructor()
                    .get()
                    .sdkFields()
                    .forEach(member -> addLeaves(path + "." + member.memberName(), member, leaves));
        }
    }

    private static boolean hasFields(SdkField<?> field) {
        SdkField<?> innermost = innermost(field);
        if (innermost.marshallingType() != MarshallingType.SDK_POJO) {
            return false;
        }
        SdkPojo structure = innermost.constructor().get();
        return !structure.sdkFields().isEmpty()
                && structure.sdkFields().stream()
                        .map(SdkModel::innermost)
                        .noneMatch(member -> member.marshallingType() == MarshallingType.SDK_POJO
                                && member.constructor().get().getClass() == structure.getClass());
    }

    /** What the lists and maps of a field are of. */
    private static SdkField<?> innermost(SdkField<?> field) {
        MarshallingType<?> type = field.marshallingType();
        return type == MarshallingType.LIST || type == MarshallingType.MAP ? innermost(element(field)) : field;
    }

    private static SdkField<?> element(SdkField<?> field) {
        return field.marshallingType() == MarshallingType.LIST
                ? field.getTrait(ListTrait.class).memberFieldInfo()
                : field.getTrait(MapTrait.class).valueFieldInfo();
    }
}
