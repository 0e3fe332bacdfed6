#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "engine/resources/resource.h"
#include "engine/schema/json_codec.h"

using namespace armillary;

/// Any document of any kind through the rules of its kind: nothing a client can send may break them, and defaults that
/// are set twice change nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view json(reinterpret_cast<const char*>(data), size);
    const auto head = schema::readHead(json);
    if (!head) return 0;
    const auto slash = head->apiVersion.find('/');
    const std::string group = slash == std::string::npos ? "" : head->apiVersion.substr(0, slash);
    const std::string version = slash == std::string::npos ? head->apiVersion : head->apiVersion.substr(slash + 1);
    const resources::Resource* row = resources::Table::builtIn().findKind(group, version, head->kind);
    if (!row) return 0;
    const std::shared_ptr<void> object(row->type->create(), row->type->destroy);
    if (!schema::decodeJson(*row->type, object.get(), json)) return 0;

    const resources::Rules& rules = *row->rules;
    rules.setDefaults(object.get());
    rules.prepareForCreate(object.get());
    const std::shared_ptr<void> old(row->type->clone(object.get()), row->type->destroy);
    rules.setDefaults(object.get());
    if (!schema::equal(*row->type, object.get(), old.get())) std::abort();
    resources::validateMeta(*row, resources::metaOf(*row, object.get()));
    rules.validate(object.get());
    rules.prepareForUpdate(object.get(), old.get());
    rules.validateUpdate(object.get(), old.get());
    rules.prepareForStatusUpdate(object.get(), old.get());
    rules.validateStatusUpdate(object.get(), old.get());
    rules.cells(object.get(), {});
    for (std::string_view field : rules.selectableFields()) rules.selectableField(object.get(), field);
    rules.defaultGraceSeconds(object.get());
    return 0;
}
