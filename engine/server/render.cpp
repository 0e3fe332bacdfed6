#include "engine/server/render.h"

#include "engine/schema/protobuf_codec.h"
#include "engine/server/table_output.h"

namespace armillary::server {
namespace {

void appendVarint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
    out.push_back(static_cast<char>(value));
}

/// A length-delimited protobuf field.
void appendField(std::string& out, unsigned number, std::string_view bytes) {
    appendVarint(out, number << 3 | 2);
    appendVarint(out, bytes.size());
    out.append(bytes);
}

template <schema::ApiStruct T>
std::string message(const T& object) {
    std::string out;
    schema::encodeProtobuf(schema::typeInfo<T>(), &object, out);
    return out;
}

std::string message(const Value& value) {
    std::string out;
    schema::encodeProtobuf(value.type(), value.get(), out);
    return out;
}

metav1::ListMeta listMeta(const ListHead& head) {
    metav1::ListMeta meta;
    if (head.revision) meta.resourceVersion = std::to_string(head.revision);
    meta.continue_ = head.continueToken;
    meta.remainingItemCount = head.remaining;
    return meta;
}

/// PartialObjectMetadata's message: metadata is its field 1.
std::string partialMessage(const Object& object) {
    std::string out;
    appendField(out, 1, message(object.meta()));
    return out;
}

std::string metaApiVersion(const Media& media) {
    return "meta.k8s.io/" + media.metaVersion;
}

/// Every list in the API has its metadata in field 1 and its items in field 2.
Response protobufList(const Call& call, const ListHead& head, std::span<const ObjectRef> objects) {
    std::string list;
    appendField(list, 1, message(listMeta(head)));
    const bool partial = call.media.form == Form::Metadata;
    for (const ObjectRef& object : objects)
        appendField(list, 2, partial ? partialMessage(*object) : message(valueOf(call.resource(), *object)));
    Response response{.contentType = call.media.contentType()};
    response.body = schema::sealEnvelope(partial ? metaApiVersion(call.media) : call.resource().apiVersion(),
                                         partial ? "PartialObjectMetadataList" : call.resource().kind + "List", list);
    return response;
}

TableStyle styleOf(const Call& call) {
    return {call.media.metaVersion, rowObjectOf(call.request.parameter("includeObject")).value_or(RowObject::Metadata),
            call.core.nowSeconds()};
}

std::string listMetaJson(const ListHead& head) {
    return schema::toJson(listMeta(head));
}

std::string tableOf(const Call& call, const ListHead& head, std::span<const ObjectRef> objects, bool withColumns) {
    const TableStyle style = styleOf(call);
    std::string rows;
    for (const ObjectRef& object : objects) {
        if (!rows.empty()) rows += ',';
        rows += tableRow(call.resource(), *object, style);
    }
    return tableDocument(call.media.metaVersion, listMetaJson(head), withColumns ? tableColumns(call.resource()) : "",
                         rows);
}

std::string jsonList(const Call& call, const ListHead& head, std::span<const ObjectRef> objects) {
    const bool partial = call.media.form == Form::Metadata;
    std::size_t size = 256;
    for (const ObjectRef& object : objects) size += object->json().size() + 1;
    std::string out;
    out.reserve(size);
    out += R"({"kind":")" + (partial ? std::string("PartialObjectMetadata") : call.resource().kind) +
           R"(List","apiVersion":")" + (partial ? metaApiVersion(call.media) : call.resource().apiVersion()) +
           R"(","metadata":)" + listMetaJson(head) + R"(,"items":[)";
    bool first = true;
    for (const ObjectRef& object : objects) {
        if (!first) out += ',';
        first = false;
        if (partial)
            out += partialObject(call.media.metaVersion, object->json());
        else if (call.resource().storedAs)
            out += jsonOf(call.resource(), *object);
        else
            out += object->json();
    }
    return out += "]}\n";
}

ObjectRef parsed(std::string json) {
    auto object = Object::parse(std::move(json));
    if (!object) throw std::logic_error("answer does not parse: " + object.error().text());
    return *object;
}

/// `object` in the row's version, in the negotiated form, as a whole document.
std::string document(const Call& call, const ObjectRef& object, bool withColumns) {
    const Resource& resource = call.resource();
    if (call.media.form == Form::Table)
        return tableOf(call, ListHead{.revision = object->revision()}, {&object, 1}, withColumns);
    if (call.media.encoding == Encoding::Protobuf) {
        if (call.media.form == Form::Metadata)
            return schema::sealEnvelope(metaApiVersion(call.media), "PartialObjectMetadata", partialMessage(*object));
        return schema::sealEnvelope(resource.apiVersion(), resource.kind, message(valueOf(resource, *object)));
    }
    if (call.media.form == Form::Metadata) return partialObject(call.media.metaVersion, object->json());
    return jsonOf(resource, *object);
}

}  // namespace

Response respond(const Status& status, const Media& media) {
    Response response = respondValue(media, status.code ? status.code : 500, schema::typeInfo<Status>(), &status);
    if (status.details && status.details->retryAfterSeconds > 0)
        response.headers.emplace_back("Retry-After", std::to_string(status.details->retryAfterSeconds));
    return response;
}

Response success(const Call& call, int code, std::string_view uid) {
    Status status;
    status.apiVersion = "v1";
    status.kind = "Status";
    status.status = "Success";
    metav1::StatusDetails& details = status.details.emplace();
    details.name = call.route.name;
    details.group = call.resource().group;
    details.kind = call.resource().plural;
    details.uid = uid;
    Response response = respond(status, call.media);
    response.code = code;
    return response;
}

Response respondValue(const Media& media, int code, const schema::TypeInfo& type, const void* object) {
    Response response{.code = code};
    if (media.encoding == Encoding::Protobuf && schema::hasProtobuf(type)) {
        std::string bytes;
        schema::encodeProtobuf(type, object, bytes);
        const metav1::TypeMeta& head = typeMetaOf(type, const_cast<void*>(object));
        response.contentType = kProtobufMedia;
        response.body = schema::sealEnvelope(head.apiVersion, head.kind, bytes);
        return response;
    }
    if (media.encoding == Encoding::Yaml) response.contentType = media.contentType();
    schema::encodeJson(type, object, response.body);
    response.body += '\n';
    return response;
}

Response respondObject(const Call& call, int code, std::string json) {
    Response response{.code = code, .contentType = call.media.contentType()};
    if (call.media.plain()) {
        response.body = std::move(json);
        response.body += '\n';
        return response;
    }
    const ObjectRef object = parsed(std::move(json));
    if (!call.resource().storedAs) {
        response.body = document(call, object, true);
        return response;
    }
    // The forms below work on stored objects: give them one.
    Value value(*call.resource().type);
    if (auto done = schema::decodeJson(*call.resource().type, value.get(), object->json()); !done)
        throw std::logic_error("answer does not decode: " + done.error().text());
    // It is a built-in row, of which every value has a stored form.
    const std::string stored = storedForm(call.resource(), value).value();
    response.body = document(call, parsed(watch::withResourceVersion(stored, object->revision())), true);
    return response;
}

Response respondList(const Call& call, const ListHead& head, std::span<const ObjectRef> objects) {
    if (call.media.encoding == Encoding::Protobuf) return protobufList(call, head, objects);
    Response response{.contentType = call.media.contentType()};
    response.body = call.media.form == Form::Table ? tableOf(call, head, objects, true) : jsonList(call, head, objects);
    return response;
}

std::string renderForWatch(const Call& call, const ObjectRef& object, bool withColumns) {
    return document(call, object, withColumns);
}

std::string renderBookmark(const Call& call, Revision revision, bool initialEventsEnd) {
    if (call.media.form == Form::Table)
        return tableDocument(call.media.metaVersion, listMetaJson(ListHead{.revision = revision}), "", "");
    const bool partial = call.media.form == Form::Metadata;
    const std::string apiVersion = partial ? metaApiVersion(call.media) : call.resource().apiVersion();
    const std::string kind = partial ? "PartialObjectMetadata" : call.resource().kind;
    if (call.media.encoding == Encoding::Protobuf) {
        metav1::ObjectMeta meta;
        meta.resourceVersion = std::to_string(revision);
        if (initialEventsEnd) meta.annotations["k8s.io/initial-events-end"] = "true";
        std::string bytes;
        appendField(bytes, 1, message(meta));
        return schema::sealEnvelope(apiVersion, kind, bytes);
    }
    std::string out = R"({"kind":")" + kind + R"(","apiVersion":")" + apiVersion +
                      R"(","metadata":{"resourceVersion":")" + std::to_string(revision) +
                      R"(","creationTimestamp":null)";
    if (initialEventsEnd) out += R"(,"annotations":{"k8s.io/initial-events-end":"true"})";
    return out + "}}";
}

std::shared_ptr<const std::string> frame(const Media& media, std::string_view type, std::string_view object) {
    std::string out;
    if (media.encoding != Encoding::Protobuf) {
        out.reserve(object.size() + 40);
        out.append(R"({"type":")").append(type).append(R"(","object":)").append(object).append("}\n");
        return std::make_shared<const std::string>(std::move(out));
    }
    // A WatchEvent without envelope, its object a RawExtension, behind its length in four bytes.
    std::string raw, event;
    appendField(raw, 1, object);
    appendField(event, 1, type);
    appendField(event, 2, raw);
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(event.size() >> shift));
    out += event;
    return std::make_shared<const std::string>(std::move(out));
}

}  // namespace armillary::server
