#pragma once

#include <string>
#include <string_view>

namespace armillary::manifest {

/// Why an edit is not made.
struct Refusal {
    std::string_view reason;  ///< a word of namespace refusal: stable, for programs
    std::string message;      ///< a sentence for people
};

namespace refusal {
inline constexpr std::string_view kAbsent = "absent";          ///< what is to be changed is not there
inline constexpr std::string_view kExists = "exists";          ///< what is to be added is there already
inline constexpr std::string_view kAmbiguous = "ambiguous";    ///< the path leads to two places
inline constexpr std::string_view kForm = "form";              ///< a mapping, list or scalar where another is needed
inline constexpr std::string_view kValue = "value";            ///< the new value cannot be read
inline constexpr std::string_view kShared = "shared";          ///< an alias or merge key elsewhere would change with it
inline constexpr std::string_view kUnreadable = "unreadable";  ///< aliases that multiply, a key that is no text
inline constexpr std::string_view kDiffers = "differs";        ///< the text that would come out means something else
}  // namespace refusal

}  // namespace armillary::manifest
