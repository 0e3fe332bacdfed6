#include "engine/server/user_info.h"

namespace armillary::server {

authenticationv1::UserInfo infoOf(const User& user) {
    authenticationv1::UserInfo info;
    info.username = user.name;
    info.uid = user.uid;
    info.groups = user.groups;
    for (const auto& [key, values] : user.extra) info.extra[key].items = values;
    return info;
}

}  // namespace armillary::server
