#include "engine/server/media.h"

#include <algorithm>
#include <charconv>

namespace armillary::server {
namespace {

constexpr std::size_t kMaxRanges = 64;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

/// Cuts off and returns what stands before `separator`.
std::string_view take(std::string_view& rest, char separator) {
    const std::size_t end = rest.find(separator);
    const std::string_view part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return trimmed(part);
}

MediaRange readRange(std::string_view text) {
    MediaRange range;
    range.type = lower(take(text, ';'));
    while (!text.empty()) {
        std::string_view value = take(text, ';');
        std::string name = lower(take(value, '='));
        value = trimmed(value);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        if (name == "q") {
            double quality = 1;
            if (std::from_chars(value.data(), value.data() + value.size(), quality).ec == std::errc())
                range.quality = quality;
        } else if (!name.empty()) {
            range.parameters.emplace_back(std::move(name), value);
        }
    }
    return range;
}

/// Whether `range` can be served, and how.
bool accepts(const MediaRange& range, const Offer& offer, Media& media) {
    if (range.type == "application/json" || range.type == "*/*" || range.type == "application/*")
        media.encoding = Encoding::Json;
    else if (range.type == "application/yaml")
        media.encoding = Encoding::Yaml;
    else if (range.type == kProtobufMedia && offer.protobuf)
        media.encoding = Encoding::Protobuf;
    else
        return false;
    const std::string_view as = range.parameter("as");
    if (as.empty()) return true;
    const std::string_view version = range.parameter("v");
    if (!offer.metaForms) return false;
    if (range.parameter("g") != "meta.k8s.io" || (version != "v1" && version != "v1beta1")) return false;
    if (as == "Table" && media.encoding == Encoding::Json)
        media.form = Form::Table;
    else if (as == "PartialObjectMetadata" || as == "PartialObjectMetadataList")
        media.form = Form::Metadata;
    else
        return false;
    media.metaVersion = version;
    return true;
}

}  // namespace

std::string_view MediaRange::parameter(std::string_view name) const {
    const auto found = std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
    return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

std::string Media::contentType() const {
    switch (encoding) {
        case Encoding::Json:
            return "application/json";
        case Encoding::Yaml:
            return "application/yaml";
        case Encoding::Protobuf:
            return std::string(kProtobufMedia);
    }
    return {};
}

std::string Media::watchContentType() const {
    return encoding == Encoding::Json ? contentType() : contentType() + ";stream=watch";
}

std::vector<MediaRange> parseAccept(std::string_view header) {
    std::vector<MediaRange> ranges;
    while (!header.empty() && ranges.size() < kMaxRanges) {
        MediaRange range = readRange(take(header, ','));
        if (!range.type.empty() && range.quality > 0) ranges.push_back(std::move(range));
    }
    std::ranges::stable_sort(ranges, std::greater(), &MediaRange::quality);
    return ranges;
}

std::string mediaType(std::string_view contentType) {
    return lower(take(contentType, ';'));
}

Result<Media> negotiate(std::string_view accept, const Offer& offer) {
    if (trimmed(accept).empty()) return Media{};
    for (const MediaRange& range : parseAccept(accept)) {
        Media media;
        if (accepts(range, offer, media)) return media;
    }
    return std::unexpected(
        status::notAcceptable("application/json, application/yaml, application/vnd.kubernetes.protobuf"));
}

}  // namespace armillary::server
