"""The official MCP client for Python with `intercom mcp`: finds a function, reads what it takes, calls it, and is kept from writing."""

import asyncio
import json
import os
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

COMMAND, URL = sys.argv[1], sys.argv[2]
calls = 0


def server(*options):
    environment = {**os.environ, "INTERCOM_ACCESS_TOKEN": "any", "INTERCOM_BASE_URL": URL}
    return StdioServerParameters(command=COMMAND, args=["mcp", *options], env=environment)


async def text(session, tool, **arguments):
    global calls
    calls += 1
    result = await session.call_tool(tool, arguments)
    return result.is_error, result.content[0].text


async def read_only():
    async with stdio_client(server()) as (reader, writer), ClientSession(reader, writer) as session:
        info = await session.initialize()
        assert info.server_info.name == "intercom", info
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert set(tools) == {"find_functions", "describe_function", "call_read_function"}, tools
        assert all(tool.annotations.read_only_hint for tool in tools.values())
        _, found = await text(session, "find_functions", query="create tag")
        assert json.loads(found)["functions"][0]["name"] == "createTag", found
        _, described = await text(session, "describe_function", name="createTag")
        assert [one["name"] for one in json.loads(described)["arguments"]] == ["name"], described
        is_error, users = await text(session, "call_read_function", name="getUsers", limit=1)
        assert not is_error and len(json.loads(users)["items"]) <= 1, users
        is_error, message = await text(session, "call_read_function", name="createTag", args={"name": "beta"})
        assert is_error and "--write" in message, message


async def writing():
    async with stdio_client(server("--write")) as (reader, writer), ClientSession(reader, writer) as session:
        await session.initialize()
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert tools["call_delete_function"].annotations.destructive_hint
        is_error, tag = await text(session, "call_write_function", name="createTag", args={"name": "beta"})
        assert not is_error and json.loads(tag)["name"] == "beta", tag
        is_error, tags = await text(session, "call_read_function", name="getAppTags")
        assert not is_error and "beta" in tags, tags
        is_error, message = await text(session, "call_write_function", name="createTag")
        assert is_error and "name" in message, message


asyncio.run(read_only())
asyncio.run(writing())
print(f"ok: {calls} calls")
