#include "tests/interop/schema/kinds.h"

#include <boost/json.hpp>
#include <format>

namespace json = boost::json;

namespace armillary::interop {

namespace {

/// "apps/v1" of "k8s.io/api/apps/v1": its packages are named by the first part of the group's name.
bool isPackageOf(std::string_view package, std::string_view group, std::string_view version) {
    const std::size_t slash = package.rfind('/');
    if (package.substr(slash + 1) != version) return false;
    std::string_view folder = package.substr(0, slash);
    folder = folder.substr(folder.rfind('/') + 1);
    if (folder == "rbac") return group == "rbac.authorization.k8s.io";
    if (folder == "apiregistration") return group == "apiregistration.k8s.io";
    if (group.empty()) return folder == "core" || folder == "meta";
    return group.substr(0, group.find('.')) == folder && group != "rbac.authorization.k8s.io";
}

bool isEmpty(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            return true;
        case json::kind::bool_:
            return !value.get_bool();
        case json::kind::int64:
            return value.get_int64() == 0;
        case json::kind::uint64:
            return value.get_uint64() == 0;
        case json::kind::double_:
            return value.get_double() == 0;
        case json::kind::string:
            return value.get_string().empty() || value.get_string() == "0";
        case json::kind::array:
            return value.get_array().empty();
        case json::kind::object:
            for (const auto& member : value.get_object())
                if (!isEmpty(member.value())) return false;
            return true;
    }
    return false;
}

template <class T>
bool isSame(const std::string& original, const std::string& written) {
    const auto left = T::parse(original), right = T::parse(written);
    return left && right && *left == *right;
}

/// Whether `written` is the canonical text of the quantity or the time `original`.
bool isSameScalar(const json::value& original, const json::value& written) {
    if (!written.is_string() || original.is_structured()) return false;
    const std::string before = original.is_string() ? std::string(original.get_string()) : json::serialize(original);
    const std::string after(written.get_string());
    return isSame<schema::Quantity>(before, after) || isSame<schema::Time>(before, after) ||
           isSame<schema::MicroTime>(before, after);
}

std::string compare(const json::value& original, const json::value& written, const std::string& path) {
    if (original.is_object() && written.is_object()) {
        for (const auto& [key, value] : original.get_object()) {
            const std::string at = path + "." + std::string(key);
            const json::value* found = written.get_object().if_contains(key);
            if (!found && !isEmpty(value)) return at + " is lost";
            if (std::string text = found ? compare(value, *found, at) : ""; !text.empty()) return text;
        }
        for (const auto& [key, value] : written.get_object())
            if (!original.get_object().contains(key) && !isEmpty(value))
                return std::format("{}.{} was added", path, std::string(key));
        return {};
    }
    if (original.is_array() && written.is_array() && original.get_array().size() == written.get_array().size()) {
        for (std::size_t i = 0; i < original.get_array().size(); ++i)
            if (std::string text =
                    compare(original.get_array()[i], written.get_array()[i], std::format("{}[{}]", path, i));
                !text.empty())
                return text;
        return {};
    }
    if (original == written || (isEmpty(original) && isEmpty(written)) || isSameScalar(original, written)) return {};
    return std::format("{} was {}, is {}", path, json::serialize(original), json::serialize(written));
}

}  // namespace

const schema::TypeInfo* typeOf(std::string_view apiVersion, std::string_view kind) {
    const std::size_t slash = apiVersion.find('/');
    const std::string_view group = slash == std::string_view::npos ? "" : apiVersion.substr(0, slash);
    const std::string_view version = slash == std::string_view::npos ? apiVersion : apiVersion.substr(slash + 1);
    for (const schema::TypeInfo* type : schema::allTypes()) {
        if (type->name != kind || type->inlines.empty() || type->inlines[0].type->name != "TypeMeta") continue;
        if (isPackageOf(type->goPackage, group, version)) return type;
    }
    return nullptr;
}

const schema::TypeInfo* typeOfFile(std::string_view name) {
    const std::size_t kind = name.rfind('.');
    const std::size_t version = name.rfind('.', kind - 1);
    const std::string_view group = name.substr(0, version);
    const std::string_view versionName = name.substr(version + 1, kind - version - 1);
    const std::string apiVersion =
        group == "core" ? std::string(versionName) : std::format("{}/{}", group, versionName);
    return typeOf(apiVersion, name.substr(kind + 1));
}

std::string difference(std::string_view original, std::string_view written) {
    return compare(json::parse(original), json::parse(written), "");
}

}  // namespace armillary::interop
