# A seed that is no fixture: comments and strings that end nowhere.
import redis
r = redis.Redis(host="a", password=f"{x", ssl=True  # """
