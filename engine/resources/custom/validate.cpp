#include "engine/resources/custom/validate.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <format>

#include "engine/schema/json_document.h"
#include "engine/schema/text.h"

namespace armillary::resources::custom {

namespace {

/// What one schema has to say of one value. `matches` ranks failed alternatives as upstream ranks them.
struct Verdict {
    FieldErrors errors;
    int matches = 0;

    bool isValid() const { return errors.empty(); }
    void add(FieldError error) {
        const auto same = [&](const FieldError& known) {
            return known.path == error.path && known.detail == error.detail && known.value == error.value;
        };
        if (std::ranges::none_of(errors, same)) errors.push_back(std::move(error));
    }
    void merge(Verdict other) {
        for (FieldError& error : other.errors) add(std::move(error));
        matches += other.matches;
    }
};

std::string_view typeOf(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return "boolean";
        case json::kind::string:
            return "string";
        case json::kind::array:
            return "array";
        case json::kind::object:
            return "object";
        case json::kind::double_:
            return "number";
        default:
            return "integer";
    }
}

bool isNumber(const json::value& value) {
    return value.is_int64() || value.is_uint64() || value.is_double();
}

double numberOf(const json::value& value) {
    if (value.is_int64()) return static_cast<double>(value.get_int64());
    return value.is_uint64() ? static_cast<double>(value.get_uint64()) : value.get_double();
}

bool isWhole(double number) {
    return std::isfinite(number) && std::fabs(number) <= 9007199254740991.0 && std::trunc(number) == number;
}

/// As upstream prints an offending value: strings quoted, the rest as JSON.
std::string shown(const json::value& value) {
    if (const json::string* text = value.if_string()) return schema::quoted(viewOf(*text));
    return treeText(value);
}

std::string numberText(double number) {
    std::string out;
    schema::appendDouble(out, number);
    return out;
}

std::size_t lengthOf(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += schema::codePointAt(text, at).length) ++count;
    return count;
}

/// The element of `old` that list-type map takes for the same as `item`.
const json::value* sameElement(const Schema& schema, const json::array& old, const json::value& item) {
    if (schema.listType != "map" || !item.is_object()) return nullptr;
    const auto matches = [&](const json::value& candidate) {
        if (!candidate.is_object()) return false;
        return std::ranges::all_of(schema.listMapKeys, [&](const std::string& key) {
            const json::value *ours = item.get_object().if_contains(key),
                              *theirs = candidate.get_object().if_contains(key);
            return (!ours && !theirs) || (ours && theirs && *ours == *theirs);
        });
    };
    const auto found = std::ranges::find_if(old, matches);
    return found == old.end() ? nullptr : &*found;
}

class Validator {
public:
    Verdict check(const Schema& schema, const json::value& value, const json::value* old, const std::string& path) {
        Verdict verdict = checkAnew(schema, value, old, path);
        if (!verdict.isValid() && old && *old == value) verdict.errors.clear();
        return verdict;
    }

private:
    static FieldError invalid(const std::string& path, const json::value& value, std::string what) {
        return field::invalidRaw(placeOf(path), shown(value), std::move(what));
    }
    static std::string placeOf(const std::string& path) { return path.starts_with('.') ? path.substr(1) : path; }
    /// A finding about alternatives, which upstream gives no place.
    static FieldError unplaced(std::string what) { return field::invalid("<nil>", "", std::move(what)); }

    Verdict checkAnew(const Schema& schema, const json::value& value, const json::value* old, const std::string& path) {
        Verdict verdict;
        checkType(schema, value, path, verdict);
        if (value.is_null()) {
            checkChoices(schema, value, path, verdict);
            return verdict;
        }
        if (!schema.type.empty() || schema.isIntOrString || !schema.format.empty()) ++verdict.matches;
        checkAlternatives(schema, value, old, path, verdict);
        if (value.is_string()) {
            checkString(schema, value, path, verdict);
            ++verdict.matches;
        }
        if (isNumber(value)) {
            checkNumber(schema, value, path, verdict);
            verdict.matches += 2;
        }
        if (value.is_array()) {
            checkList(schema, value.get_array(), old, path, verdict);
            verdict.matches += 2;
        }
        checkChoices(schema, value, path, verdict);
        ++verdict.matches;
        if (value.is_object()) {
            checkObject(schema, value.get_object(), old, path, verdict);
            ++verdict.matches;
        }
        ++verdict.matches;
        return verdict;
    }

    static void checkType(const Schema& schema, const json::value& value, const std::string& path, Verdict& verdict) {
        const std::string wanted = schema.isIntOrString ? "integer,string" : schema.type;
        std::string_view found = typeOf(value);
        const auto fail = [&] {
            FieldError error =
                field::invalid(placeOf(path), found,
                               std::format("{} in body must be of type {}: {}", path, wanted, schema::quoted(found)));
            error.type = metav1::kCauseTypeTypeInvalid;
            verdict.add(std::move(error));
        };
        if (value.is_null()) {
            if (!wanted.empty() && !schema.nullable) fail();
            return;
        }
        if (wanted.empty()) {
            // A format alone makes a string of it, but a string is then not looked at here.
            return;
        }
        const bool integerWanted = schema.isIntOrString || schema.type == "integer";
        const bool fits = schema.isIntOrString ? found == "integer" || found == "string" : found == schema.type;
        const bool wholeNumber = value.is_double() && integerWanted && isWhole(value.get_double());
        const bool integerAsNumber = found == "integer" && schema.type == "number";
        if (fits || wholeNumber || integerAsNumber)
            ++verdict.matches;
        else
            fail();
    }

    static void checkChoices(const Schema& schema, const json::value& value, const std::string& path,
                             Verdict& verdict) {
        if (schema.choices.empty()) return;
        if (std::ranges::find(schema.choices, value) != schema.choices.end()) return;
        std::vector<std::string> texts;
        for (const json::value& choice : schema.choices)
            texts.push_back(choice.is_string() ? std::string(viewOf(choice.get_string())) : treeText(choice));
        FieldError error = field::notSupported(placeOf(path), "", {texts.begin(), texts.end()});
        error.value = shown(value);
        verdict.add(std::move(error));
    }

    void checkAlternatives(const Schema& schema, const json::value& value, const json::value* old,
                           const std::string& path, Verdict& verdict) {
        if (!schema.anyOf.empty()) checkAnyOf(schema, value, path, verdict);
        if (!schema.oneOf.empty()) checkOneOf(schema, value, path, verdict);
        if (!schema.allOf.empty()) {
            std::size_t valid = 0;
            for (const auto& one : schema.allOf) {
                Verdict found = checkAnew(*one, value, old, path);
                valid += found.isValid() ? 1 : 0;
                verdict.merge(std::move(found));
            }
            if (valid != schema.allOf.size())
                verdict.add(unplaced(schema::quoted(path) + " must validate all the schemas (allOf)" +
                                     (valid == 0 ? ". None validated" : "")));
        }
        if (schema.notSchema && checkAnew(*schema.notSchema, value, nullptr, path).isValid())
            verdict.add(unplaced(schema::quoted(path) + " must not validate the schema (not)"));
        verdict.matches += 2;
    }

    void checkAnyOf(const Schema& schema, const json::value& value, const std::string& path, Verdict& verdict) {
        std::optional<Verdict> best;
        for (const auto& one : schema.anyOf) {
            Verdict found = checkAnew(*one, value, nullptr, path);
            if (found.isValid()) return verdict.merge(std::move(found));
            if (!best || found.matches > best->matches) best = std::move(found);
        }
        verdict.add(unplaced(schema::quoted(path) + " must validate at least one schema (anyOf)"));
        if (best) verdict.merge(std::move(*best));
    }

    void checkOneOf(const Schema& schema, const json::value& value, const std::string& path, Verdict& verdict) {
        std::optional<Verdict> best, first;
        std::size_t valid = 0;
        for (const auto& one : schema.oneOf) {
            Verdict found = checkAnew(*one, value, nullptr, path);
            if (found.isValid()) {
                ++valid;
                best.reset();
                if (!first) first = std::move(found);
            } else if (valid == 0 && (!best || found.matches > best->matches)) {
                best = std::move(found);
            }
        }
        if (valid == 1) return verdict.merge(std::move(*first));
        verdict.add(unplaced(
            schema::quoted(path) + " must validate one and only one schema (oneOf). " +
            (valid == 0 ? std::string("Found none valid") : std::format("Found {} valid alternatives", valid))));
        if (best) verdict.merge(std::move(*best));
    }

    static void checkString(const Schema& schema, const json::value& value, const std::string& path, Verdict& verdict) {
        const std::string_view text = viewOf(value.get_string());
        if (!schema.format.empty() && schema.type != "integer" && schema.type != "number") {
            if (!hasFormat(schema.format, text)) {
                FieldError error = invalid(
                    path, value,
                    std::format("{} in body must be of type {}: {}", path, schema.format, schema::quoted(text)));
                error.type = metav1::kCauseTypeTypeInvalid;
                verdict.add(std::move(error));
            }
            ++verdict.matches;
        }
        if (schema.maxLength && lengthOf(text) > static_cast<std::size_t>(std::max<std::int64_t>(*schema.maxLength, 0)))
            return verdict.add(field::tooLong(placeOf(path), text,
                                              static_cast<std::size_t>(std::max<std::int64_t>(*schema.maxLength, 0))));
        if (schema.minLength && static_cast<std::int64_t>(lengthOf(text)) < *schema.minLength)
            return verdict.add(invalid(
                path, value, std::format("{} in body should be at least {} chars long", path, *schema.minLength)));
        if (schema.pattern.empty()) return;
        if (!schema.expression || !re2::RE2::PartialMatch({text.data(), text.size()}, *schema.expression))
            verdict.add(invalid(path, value, std::format("{} in body should match '{}'", path, schema.pattern)));
    }

    static void checkNumber(const Schema& schema, const json::value& value, const std::string& path, Verdict& verdict) {
        const double number = numberOf(value);
        if (schema.multipleOf) {
            const double factor = *schema.multipleOf;
            if (factor <= 0)
                verdict.add(invalid(
                    path, json::value(factor),
                    std::format("factor MultipleOf declared for {} must be positive: {}", path, numberText(factor))));
            else if (!isWhole(factor < 1 ? 1 / factor * number : number / factor))
                verdict.add(invalid(path, value,
                                    std::format("{} in body should be a multiple of {}", path, numberText(factor))));
        }
        if (schema.minimum && (number < *schema.minimum || (schema.exclusiveMinimum && number == *schema.minimum)))
            verdict.add(
                invalid(path, value,
                        std::format("{} in body should be greater than {}{}", path,
                                    schema.exclusiveMinimum ? "" : "or equal to ", numberText(*schema.minimum))));
        if (schema.maximum && (number > *schema.maximum || (schema.exclusiveMaximum && number == *schema.maximum)))
            verdict.add(
                invalid(path, value,
                        std::format("{} in body should be less than {}{}", path,
                                    schema.exclusiveMaximum ? "" : "or equal to ", numberText(*schema.maximum))));
    }

    void checkList(const Schema& schema, const json::array& list, const json::value* old, const std::string& path,
                   Verdict& verdict) {
        const json::array* before = old ? old->if_array() : nullptr;
        if (schema.items)
            for (std::size_t i = 0; i < list.size(); ++i)
                verdict.merge(check(*schema.items, list[i], before ? sameElement(schema, *before, list[i]) : nullptr,
                                    std::format("{}[{}]", path, i)));
        const auto size = static_cast<std::int64_t>(list.size());
        if (schema.minItems && size < *schema.minItems)
            verdict.add(
                invalid(path, size, std::format("{} in body should have at least {} items", path, *schema.minItems)));
        if (schema.maxItems && size > *schema.maxItems)
            verdict.add(field::tooMany(placeOf(path), list.size(),
                                       static_cast<std::size_t>(std::max<std::int64_t>(*schema.maxItems, 0))));
        if (schema.uniqueItems)
            for (auto item = list.begin(); item != list.end(); ++item)
                if (std::find(list.begin(), item, *item) != item)
                    return verdict.add(field::invalid(placeOf(path), "",
                                                      std::format("{} in body shouldn't contain duplicates", path)));
    }

    void checkObject(const Schema& schema, const json::object& object, const json::value* old, const std::string& path,
                     Verdict& verdict) {
        const auto size = static_cast<std::int64_t>(object.size());
        if (schema.minProperties && size < *schema.minProperties)
            verdict.add(invalid(
                path, size, std::format("{} in body should have at least {} properties", path, *schema.minProperties)));
        if (schema.maxProperties && size > *schema.maxProperties)
            verdict.add(field::tooMany(placeOf(path), object.size(),
                                       static_cast<std::size_t>(std::max<std::int64_t>(*schema.maxProperties, 0))));
        const json::object* before = old ? old->if_object() : nullptr;
        for (const auto& member : object) {
            const std::string_view name = member.key();
            const Schema* own = schema.property(name);
            if (!own && schema.additional == Schema::Additional::Forbidden) {
                verdict.add(field::invalid(placeOf(path), name,
                                           std::format("{}.{} in body is a forbidden property", path, name)));
                continue;
            }
            if (!own) own = schema.additionalSchema.get();
            if (!own) continue;
            const json::value* was = before ? before->if_contains(name) : nullptr;
            verdict.merge(
                check(*own, member.value(), was, path.empty() ? std::string(name) : path + "." + std::string(name)));
        }
        for (const std::string& name : schema.required)
            if (!object.contains(name)) verdict.add(field::required(placeOf(path + "." + name), ""));
    }
};

}  // namespace

FieldErrors validateValue(const Schema& schema, const json::value& value, const json::value* old,
                          const std::string& path) {
    FieldErrors errors = Validator().check(schema, value, old, {}).errors;
    if (!path.empty())
        for (FieldError& error : errors)
            if (error.path != "<nil>")
                error.path = error.path.empty() ? path : path + (error.path.starts_with('[') ? "" : ".") + error.path;
            else
                error.path = path;
    return errors;
}

bool blocksExpressions(const FieldErrors& errors) {
    return std::ranges::any_of(errors, [](const FieldError& error) {
        return error.type == metav1::kCauseTypeFieldValueNotSupported ||
               error.type == metav1::kCauseTypeFieldValueRequired || error.type == metav1::kCauseTypeTooLong ||
               error.type == metav1::kCauseTypeTooMany || error.type == metav1::kCauseTypeTypeInvalid;
    });
}

}  // namespace armillary::resources::custom
