#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "engine/schema/json_codec.h"
#include "engine/schema/table.h"

/// Kubernetes' protobuf form of any API type (application/vnd.kubernetes.protobuf), driven by its table: four magic
/// bytes "k8s\0", then a runtime.Unknown message that carries apiVersion, kind and the object.
/// Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding.
namespace armillary::schema {

/// Whether every field of the type has a protobuf number (CustomResourceDefinition's JSON schema has; custom
/// resources have not).
bool hasProtobuf(const TypeInfo& type);

/// The bare message, without envelope.
std::expected<void, DecodeError> decodeProtobuf(const TypeInfo& type, void* object, std::string_view message);
void encodeProtobuf(const TypeInfo& type, const void* object, std::string& out);

struct ProtobufEnvelope {
    std::string apiVersion, kind;
    std::string_view message;      ///< into the input
    std::string_view contentType;  ///< of the message; "" means protobuf
};
std::expected<ProtobufEnvelope, DecodeError> openEnvelope(std::string_view document);
/// The whole document: magic, envelope, message.
std::string sealEnvelope(std::string_view apiVersion, std::string_view kind, std::string_view message);

}  // namespace armillary::schema
