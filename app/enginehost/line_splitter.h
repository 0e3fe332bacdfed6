#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace armillary::app {

/// Cuts what a stream brings into lines. A line longer than the bound is dropped whole.
class LineSplitter {
public:
    static constexpr std::size_t kLongestLine = 16u << 20;

    template <class Line>
    void feed(std::string_view bytes, Line line) {
        while (!bytes.empty()) {
            const auto end = bytes.find('\n');
            const std::string_view piece = bytes.substr(0, end);
            if (m_rest.size() + piece.size() > kLongestLine)
                m_tooLong = true, m_rest.clear();
            else if (!m_tooLong)
                m_rest += piece;
            if (end == std::string_view::npos) return;
            bytes.remove_prefix(end + 1);
            if (!m_tooLong && !m_rest.empty()) line(std::string_view(m_rest));
            m_rest.clear();
            m_tooLong = false;
        }
    }

    /// What came last without an end; for a stream that is over.
    template <class Line>
    void finish(Line line) {
        if (!m_tooLong && !m_rest.empty()) line(std::string_view(m_rest));
        m_rest.clear();
        m_tooLong = false;
    }

private:
    std::string m_rest;
    bool m_tooLong = false;
};

}  // namespace armillary::app
