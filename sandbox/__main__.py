"""The program: `python -m sandbox --world world.json [--port N] [--story [--only NAME]]`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys

from sandbox.app import Sandbox
from sandbox.world import World, WorldError, qingxi


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="本机上的微信：平台接口、三部手机、可拨动的时钟"
    )
    parser.add_argument("--world", metavar="FILE", help="世界的描述（JSON）；不给就用自带的青溪镇，密钥现编")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="端口；0 表示随便一个空着的")
    parser.add_argument("--story", action="store_true", help="不开网页，把故事演一遍；每一步都对才返回 0")
    parser.add_argument("--only", metavar="NAME", help="只演这一个故事")
    return parser.parse_args(argv)


async def _serve(world: World, port: int) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with Sandbox(world, port=port) as box:
        print(f"三部手机已开机，请用浏览器打开 {box.address}", flush=True)  # noqa: T201 - the line a person or a program waits for
        await stop.wait()
    return 0


async def _tell(world: World, port: int, only: str | None) -> int:
    from sandbox.story import play  # noqa: PLC0415 - only stories need it

    async with Sandbox(world, port=port) as box:
        return await play(box, only)


def main(argv: list[str] | None = None) -> int:
    """Run the program; 0 fine, 1 a story failed, 2 wrong usage."""
    args = _arguments(argv)
    try:
        world = World.load(args.world) if args.world else World.read(qingxi())
        job = _tell(world, args.port, args.only) if args.story else _serve(world, args.port)
        with contextlib.suppress(KeyboardInterrupt):
            return asyncio.run(job)
    except (WorldError, OSError, LookupError) as error:
        print(f"沙箱没有启动：{error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
