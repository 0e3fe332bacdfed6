#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Answers of the proxied side whose body has to be changed: HTML, whose links are to lead back through the proxy.
namespace armillary::server::http {

/// A page is held until it is whole; one that is larger is passed on as it is.
inline constexpr std::size_t kMaxPageBytes = 8u << 20;

/// The head of an answer, as it came, and what has been read of its body.
class ProxiedPage {
public:
    /// `head` with the empty line at its end.
    explicit ProxiedPage(std::string head) : m_head(std::move(head)) {}

    /// Whether the body is HTML that can be read, and not a redirect's.
    bool isHtml() const;
    void add(std::string_view bytes) { m_raw.append(bytes); }
    std::size_t size() const { return m_raw.size(); }
    /// The body, decoded, once it has all come; `ended`: nothing more will. Nothing as well where it cannot be decoded.
    std::optional<std::string> body(bool ended) const;
    /// The answer with another body.
    std::string with(std::string_view body) const;
    /// The answer as it came, so far.
    std::string asItCame() const { return m_head + m_raw; }

private:
    std::string_view header(std::string_view name) const;
    /// The raw body without its framing.
    std::optional<std::string> unframed(bool ended) const;

    const std::string m_head;
    std::string m_raw;
};

}  // namespace armillary::server::http
