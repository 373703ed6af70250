// Checks what allforall wrote with golang.org/x/mod/sumdb (note and tlog), which has no code in common with it.
//
// Reads from the folder it is given: vkey, checkpoint, the tiles, and proofs.json. Every proof must hold, every tile must
// lead to the signed root, the proofs that Go makes from the tiles must be the same, and a changed one must not hold.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proofs struct {
	Inclusion []struct {
		Index int64
		Entry []byte
		Path  []string
	}
	Consistency []struct {
		Old  int64
		Root string
		Path []string
	}
}

type tiles struct{ folder string }

func (t tiles) Height() int                         { return 8 }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		// Go's path has the height in front: tile/8/0/000; C2SP's is tile/0/000
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.folder, path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func must(err error, what string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func hash(text string) tlog.Hash {
	var made tlog.Hash
	data, err := base64.StdEncoding.DecodeString(text)
	must(err, "hash")
	copy(made[:], data)
	return made
}

func hashes(texts []string) []tlog.Hash {
	made := []tlog.Hash{}
	for _, text := range texts {
		made = append(made, hash(text))
	}
	return made
}

func read(folder, name string) []byte {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(err, name)
	return data
}

func main() {
	folder := os.Args[1]
	key := strings.TrimSpace(string(read(folder, "vkey")))
	verifier, err := note.NewVerifier(key)
	must(err, "key")
	signed := read(folder, "checkpoint")
	opened, err := note.Open(signed, note.VerifierList(verifier))
	must(err, "checkpoint")
	if _, err := note.Open(append([]byte("x"), signed...), note.VerifierList(verifier)); err == nil {
		must(fmt.Errorf("verified"), "a changed checkpoint")
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	root := hash(lines[2])
	var given proofs
	must(json.Unmarshal(read(folder, "proofs.json"), &given), "proofs")
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{folder})
	for _, one := range given.Inclusion {
		path := tlog.RecordProof(hashes(one.Path))
		leaf := tlog.RecordHash(one.Entry)
		must(tlog.CheckRecord(path, size, root, one.Index, leaf), "inclusion")
		made, err := tlog.ProveRecord(size, one.Index, reader)
		must(err, "tiles")
		if fmt.Sprint(made) != fmt.Sprint(path) {
			must(fmt.Errorf("differ at %d", one.Index), "proofs")
		}
		if tlog.CheckRecord(path, size, root, one.Index, tlog.RecordHash(append(one.Entry, 'x'))) == nil {
			must(fmt.Errorf("proved"), "another entry")
		}
	}
	for _, one := range given.Consistency {
		path := tlog.TreeProof(hashes(one.Path))
		must(tlog.CheckTree(path, size, root, one.Old, hash(one.Root)), "consistency")
		made, err := tlog.ProveTree(size, one.Old, reader)
		must(err, "tiles")
		if fmt.Sprint(made) != fmt.Sprint(path) {
			must(fmt.Errorf("differ from size %d", one.Old), "consistency proofs")
		}
		if tlog.CheckTree(path, size, root, one.Old, root) == nil {
			must(fmt.Errorf("proved"), "another root")
		}
	}
	fmt.Printf("%d inclusion and %d consistency proofs, made and checked\n", len(given.Inclusion), len(given.Consistency))
}
