// The citation of a place in the page: a cell's or a sentence's own IRI, once a link has led there.
(function () {
  function follow() {
    var place = "";
    try { place = decodeURIComponent(location.hash); } catch (error) { return; }
    document.querySelectorAll("[data-iri]").forEach(function (shown) {
      shown.textContent = shown.dataset.iri + place;
    });
  }
  addEventListener("hashchange", follow);
  document.addEventListener("DOMContentLoaded", follow);
})();
