import { describe, expect, test } from "vitest";
import { describeCode } from "./describe-code.ts";
import { detectLanguage } from "./detect-language.ts";
import { listDefinitions } from "./list-definitions.ts";

const samples: readonly { language: string; code: string; functions?: string[]; types?: string[] }[] = [
  {
    language: "Python",
    code: 'class Stack(list):\n    """def not_me(): pass"""\n    def push(self, x):\n        self.append(x)\n\nasync def main():\n    print(1)\n',
    functions: ["push", "main"],
    types: ["Stack"],
  },
  {
    language: "JavaScript",
    code: "const add = (a, b) => a + b;\n\nclass Cart extends Base {\n  total(items) {\n    if (items === null) {\n      return 0;\n    }\n  }\n}\nfunction main() {\n  functionTable();\n  console.log(add(1, 2));\n}\nfunction* each() {}\n",
    functions: ["add", "total", "main", "each"],
    types: ["Cart"],
  },
  {
    language: "TypeScript",
    code: "export interface Item {\n  name: string;\n}\nexport async function load(id: number): Promise<Item> {\n  const item = await fetch(url(id));\n  return item.json();\n}\n",
    functions: ["load"],
    types: ["Item"],
  },
  {
    language: "Go",
    code: 'package main\n\nimport "fmt"\n\ntype Point struct {\n\tX int\n}\n\nfunc (p *Point) Move() {\n\tx := 1\n\tfmt.Println(x)\n}\n\nfunc main() {}\n',
    functions: ["Move", "main"],
    types: ["Point"],
  },
  {
    language: "Rust",
    code: 'use std::fmt;\n\npub struct Point { x: i32 }\n\nimpl Point {\n    pub fn new() -> Self {\n        let mut x = 1;\n        println!("{}", x);\n        Point { x }\n    }\n}\n',
    functions: ["new"],
    types: ["Point"],
  },
  {
    language: "Java",
    code: 'import java.util.List;\n\npublic class App {\n    public static void main(String[] args) {\n        System.out.println("hi");\n        if (args.length > 0) {\n            return;\n        }\n    }\n}\n',
    functions: ["main"],
    types: ["App"],
  },
  {
    language: "C#",
    code: "using System;\n\nnamespace Shop;\n\npublic class Cart\n{\n    public int Total { get; set; }\n    public void Clear()\n    {\n        Console.WriteLine(1);\n    }\n}\n",
    functions: ["Clear"],
    types: ["Cart"],
  },
  {
    language: "C",
    code: '#include <stdio.h>\n\nstatic int twice(int n) {\n    return 2 * n;\n}\n\nint main(void)\n{\n    printf("%d", twice(2));\n    return 0;\n}\n',
    functions: ["twice", "main"],
    types: [],
  },
  {
    language: "C++",
    code: "#include <vector>\n\nclass Grid {\npublic:\n    int size() const { return 3; }\n};\n\nint main() {\n    std::vector<int> v;\n    std::cout << v.size();\n}\n",
    functions: ["size", "main"],
    types: ["Grid"],
  },
  {
    language: "Ruby",
    code: "require 'json'\n\nclass Cart\n  def empty?\n    @items.nil?\n  end\n\n  def self.build\n    new\n  end\nend\n",
    functions: ["empty?", "build"],
    types: ["Cart"],
  },
  {
    language: "PHP",
    code: "<?php\nclass Cart {\n    public function total($items) {\n        $sum = 0;\n        return $sum;\n    }\n}\n",
    functions: ["total"],
    types: ["Cart"],
  },
  {
    language: "Kotlin",
    code: 'data class User(val name: String)\n\nfun greet(user: User) {\n    val text = "hi"\n    println(text)\n}\n',
    functions: ["greet"],
    types: ["User"],
  },
  {
    language: "Shell",
    code: '#!/bin/bash\nset -euo pipefail\ngreet() {\n  echo "hi $1"\n}\nif [[ -z "$1" ]]; then\n  exit 1\nfi\n',
    functions: ["greet"],
    types: [],
  },
  { language: "SQL", code: "SELECT id, name\nFROM users\nWHERE id > 3\nORDER BY name;\n" },
  { language: "HTML", code: '<!doctype html>\n<html>\n<body><div class="a">hi</div></body>\n</html>\n' },
  { language: "CSS", code: ".card {\n  margin: 4px;\n  color: #112233;\n}\n" },
  { language: "JSON", code: '{"a": [1, 2], "b": null}' },
];

describe("describing code", () => {
  test.each(samples)(
    "$language is recognised, and what it defines is named",
    ({ language, code, functions, types }) => {
      expect(detectLanguage(code)).toBe(language);
      expect(listDefinitions(code, language)).toEqual(functions ? { functions, types } : null);
    },
  );

  test.each(["", "hello there", "x = 1", "a b c\nd e f", "{ not json", "1, 2, 3"])(
    "what could be anything is unknown: %j",
    (code) => {
      expect(detectLanguage(code)).toBe("unknown");
    },
  );

  test("the author's fence is believed when it names a language, and only then", () => {
    expect(detectLanguage("x = 1", "py")).toBe("Python");
    expect(detectLanguage("x = 1", "RUST")).toBe("Rust");
    expect(detectLanguage("x = 1", "constructor")).toBe("unknown");
  });

  test("every figure is that of the text", () => {
    const code = "def f():\n    pass  # TODO one\n\n# FIXME two, and TODO three\nTODOS = '😀'\n";
    expect(describeCode(code, "python")).toBe(
      [
        "- Language: Python; 5 lines, 4 of them not blank.",
        "- Functions: 1 (`f`). Types: none that I can see.",
        "- TODO or FIXME: 2, on lines 2, 4.",
        "- Longest line: 4, with 27 characters.",
      ].join("\n"),
    );
  });

  test("of many names and marks the first few are shown, and the count is of all", () => {
    const code = Array.from({ length: 9 }, (_, i) => `def f${i}(): pass  # TODO`).join("\n");
    expect(describeCode(code, "py")).toContain("Functions: 9 (`f0`, `f1`, `f2`, `f3`, `f4`, …)");
    expect(describeCode(code, "py")).toContain("9, on lines 1, 2, 3, 4, 5, 6, …");
  });
});
