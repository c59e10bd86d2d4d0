/** What `build` makes of an object, made once for each and forgotten with it. */
export const oncePer = <K extends object, V>(build: (key: K) => V): ((key: K) => V) => {
  const built = new WeakMap<K, V>();
  return (key) => {
    const known = built.get(key);
    if (known !== undefined) return known;
    const value = build(key);
    built.set(key, value);
    return value;
  };
};
