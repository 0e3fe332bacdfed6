#include <algorithm>
#include <set>

#include "engine/resources/checks/meta.h"
#include "engine/resources/custom/validate.h"

namespace armillary::resources::custom {

namespace {

/// Reports the second of what occurs more than once.
void reportDuplicates(const std::vector<std::string>& texts, const Path& path, FieldErrors& errors) {
    std::set<std::string_view> once, twice;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (once.insert(texts[i]).second || !twice.insert(texts[i]).second) continue;
        FieldError error = field::duplicate(path.index(i), "");
        error.value = texts[i];
        errors.push_back(std::move(error));
    }
}

/// What tells an element of a list of type map apart, as JSON.
std::string keyOf(const Schema& schema, const json::value& item) {
    json::object key;
    if (const json::object* object = item.if_object())
        for (const std::string& name : schema.listMapKeys)
            if (const json::value* part = object->if_contains(name)) key[name] = *part;
    return treeText(key);
}

void checkLists(const Schema& schema, const json::value& value, const Path& path, FieldErrors& errors) {
    if (const json::object* object = value.if_object()) {
        for (const auto& member : *object) {
            if (const Schema* own = schema.property(member.key()))
                checkLists(*own, member.value(), path.child(member.key()), errors);
            else if (schema.additionalSchema)
                checkLists(*schema.additionalSchema, member.value(), path.key(member.key()), errors);
        }
        return;
    }
    const json::array* list = value.if_array();
    if (!list) return;
    std::vector<std::string> texts;
    if (schema.listType == "set") {
        for (const json::value& item : *list) texts.push_back(treeText(item));
    } else if (schema.listType == "map") {
        for (std::size_t i = 0; i < list->size(); ++i) {
            const json::value& item = (*list)[i];
            if (!item.is_object() && !item.is_null())
                return errors.push_back(field::invalidRaw(path.index(i), treeText(item),
                                                          "must be an object for an array of list-type map"));
            texts.push_back(keyOf(schema, item));
        }
    }
    reportDuplicates(texts, path, errors);
    if (schema.items)
        for (std::size_t i = 0; i < list->size(); ++i) checkLists(*schema.items, (*list)[i], path.index(i), errors);
}

/// A member that must be a string that is not empty.
const json::string* textMember(const json::object& object, std::string_view name, const Path& path,
                               FieldErrors& errors) {
    const json::value* value = object.if_contains(name);
    const Path at = path.child(name);
    if (!value) return errors.push_back(field::required(at, "")), nullptr;
    if (!value->is_string()) {
        errors.push_back(field::invalidRaw(at, treeText(*value), "must be a string"));
        return nullptr;
    }
    if (!value->get_string().empty()) return &value->get_string();
    errors.push_back(field::invalid(at, "", "must not be empty"));
    return nullptr;
}

void checkMetadata(const json::value& value, const Path& path, FieldErrors& errors) {
    const auto meta = schema::fromJson<metav1::ObjectMeta>(treeText(value));
    if (!meta) return errors.push_back(field::invalidRaw(path, treeText(value), meta.error().message));
    if (!meta->name.empty())
        addInvalid(errors, path.child("name"), meta->name, checkName(NameRule::PathSegment, meta->name, false));
    if (!meta->namespace_.empty())
        addInvalid(errors, path.child("namespace"), meta->namespace_, checkLabel(meta->namespace_));
    checkLabels(meta->labels, path.child("labels"), errors);
    checkAnnotations(meta->annotations, path.child("annotations"), errors);
}

void checkEmbedded(const json::object& object, const Path& path, FieldErrors& errors) {
    if (const json::string* version = textMember(object, "apiVersion", path, errors))
        if (std::ranges::count(viewOf(*version), '/') > 1)
            errors.push_back(field::invalid(path.child("apiVersion"), viewOf(*version),
                                            "unexpected GroupVersion string: " + std::string(viewOf(*version))));
    if (const json::string* kind = textMember(object, "kind", path, errors)) {
        std::string lower(viewOf(*kind));
        std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
        for (const std::string& wrong : checkLabel1035(lower))
            errors.push_back(field::invalid(path.child("kind"), viewOf(*kind),
                                            "may have mixed case, but should otherwise match: " + wrong));
    }
    if (const json::value* metadata = object.if_contains("metadata"))
        checkMetadata(*metadata, path.child("metadata"), errors);
}

void findEmbedded(const Schema& schema, const json::value& value, const Path& path, FieldErrors& errors) {
    if (const json::object* object = value.if_object()) {
        if (schema.isEmbedded) checkEmbedded(*object, path, errors);
        for (const auto& member : *object) {
            if (const Schema* own = schema.property(member.key()))
                findEmbedded(*own, member.value(), path.child(member.key()), errors);
            else if (schema.additionalSchema)
                findEmbedded(*schema.additionalSchema, member.value(), path.key(member.key()), errors);
        }
    } else if (const json::array* list = value.if_array(); list && schema.items) {
        for (std::size_t i = 0; i < list->size(); ++i) findEmbedded(*schema.items, (*list)[i], path.index(i), errors);
    }
}

}  // namespace

FieldErrors validateLists(const Schema& schema, const json::value& value) {
    FieldErrors errors;
    checkLists(schema, value, {}, errors);
    return errors;
}

FieldErrors validateEmbedded(const Schema& schema, const json::value& value, const std::string& path) {
    FieldErrors errors;
    findEmbedded(schema, value, Path(path), errors);
    return errors;
}

}  // namespace armillary::resources::custom
